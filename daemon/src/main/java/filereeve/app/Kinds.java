package filereeve.app;

import filereeve.kind.compress.CompressKind;
import filereeve.kind.reload.ReloadKind;
import filereeve.kind.rotate.RotateKind;
import filereeve.rule.RuleKind;
import java.util.List;

/// The kinds of rules that the program has, in the order of the reference.
public final class Kinds {
  public static final List<RuleKind<?>> ALL =
      List.of(new ReloadKind(), new RotateKind(), new CompressKind());

  private Kinds() {}
}
