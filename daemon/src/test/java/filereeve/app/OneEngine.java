package filereeve.app;

import filereeve.testing.RecordingLog;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An engine on virtual time, for each test a new one.
abstract class OneEngine {
  @RegisterExtension final RecordingLog log = new RecordingLog();
  @TempDir Path directory;
  VirtualEngine engine;

  @BeforeEach
  void createEngine() throws Exception {
    directory = directory.toRealPath();
    engine = new VirtualEngine(directory, log);
  }

  @AfterEach
  void stopEngine() throws Exception {
    engine.stop();
  }
}
