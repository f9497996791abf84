package filereeve.app;

import filereeve.config.Loaded;
import filereeve.sandbox.DropIn;
import filereeve.sandbox.DropInFile;
import filereeve.schema.Problem;
import filereeve.systemd.ServiceUnit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whether the service's drop-in opens what its configuration needs: for `check`.
final class DropInCheck {
  private DropInCheck() {}

  /// @param configuration the file that was read; the service has the default one
  static List<Problem> problems(Loaded.Good good, Path configuration, DropInFile file) {
    if (!configuration.equals(ConfigOption.DEFAULT) || !file.hasUnit()) {
      return List.of();
    }
    DropIn dropIn = DropIn.of(good.settings().needs(Kinds.ALL));
    try {
      Optional<String> text = file.read();
      return dropIn.hasSettingsOf(text.orElse(""))
          ? List.of()
          : List.of(
              hint(
                  good,
                  text.isEmpty()
                      ? "the service's sandbox is closed to what rules need: there is no "
                          + file.path()
                      : "%s is not what the rules need now".formatted(file.path()),
                  "Run: " + ServiceUnit.OPEN));
    } catch (IOException e) {
      return List.of(
          hint(
              good,
              "cannot tell whether the service's sandbox is open to what rules need: "
                  + e.getMessage(),
              "Check it as root"));
    }
  }

  private static Problem hint(Loaded.Good good, String message, String remedy) {
    return new Problem(Problem.Severity.HINT, good.effective().where(), "", message, remedy);
  }
}
