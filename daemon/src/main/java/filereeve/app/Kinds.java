package filereeve.app;

import filereeve.config.Settings;
import filereeve.kind.compress.CompressKind;
import filereeve.kind.reload.ReloadKind;
import filereeve.kind.rotate.RotateKind;
import filereeve.rule.RuleKind;
import java.util.List;
import java.util.stream.Collectors;

/// The kinds of rules that the program has, in the order of the reference.
public final class Kinds {
  public static final List<RuleKind<?>> ALL =
      List.of(new ReloadKind(), new RotateKind(), new CompressKind());

  private Kinds() {}

  /// How many rules there are, such as `2 rules: 1 reload, 1 rotate, 0 compress`.
  static String count(Settings settings) {
    return ConfigOption.count(settings.rules().size(), "rule")
        + ": "
        + ALL.stream()
            .map(kind -> settings.rules(kind).size() + " " + kind.name())
            .collect(Collectors.joining(", "));
  }
}
