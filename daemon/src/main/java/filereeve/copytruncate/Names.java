package filereeve.copytruncate;

import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import java.nio.file.Path;

/// The two temporary files beside a log from which its content is taken out.
public final class Names {
  private Names() {}

  /// What was taken out, until it becomes an archive.
  public static Path copy(Path log) {
    return TempNames.of(log, Purpose.COPY);
  }

  /// See [Intent].
  public static Path intent(Path log) {
    return TempNames.of(log, Purpose.CUT);
  }
}
