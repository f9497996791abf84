package filereeve.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Who may decide what this process reads as its configuration, keeps as its state, and runs.
@FunctionalInterface
public interface Trust {
  /// Why a path is not trusted.
  ///
  /// @param why a clause: `/srv/app is writable by everybody`
  /// @param remedy what to type in, without a full stop
  record Distrust(String why, String remedy) {}

  /// Empty if nobody who is not trusted can change what this leads to. What is not there is trusted
  /// if the directories are that it would be made in.
  Optional<Distrust> distrust(Path path) throws IOException;
}
