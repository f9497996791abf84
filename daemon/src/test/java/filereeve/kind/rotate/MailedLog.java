package filereeve.kind.rotate;

import filereeve.event.Cause;
import filereeve.notify.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A log whose archives are mailed.
abstract class MailedLog extends OneLog {
  static final Delivery NO_SERVER = new Delivery.Impossible("nobody is there. Start it");

  @Override
  RuleBuilder rule() {
    return RuleBuilder.of(directory, "*.log").size(1);
  }

  void rotate(Rig rig, String content) throws IOException, InterruptedException {
    Files.writeString(directory.resolve("app.log"), content);
    rig.wholeAndDrain(Cause.SCHEDULE);
    clock.advance(Duration.ofSeconds(1));
  }

  static String content(Path file) {
    try {
      return Rig.content(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  List<Path> archives() throws IOException {
    return Rig.names(directory).stream()
        .filter(name -> !name.equals("app.log"))
        .map(directory::resolve)
        .toList();
  }
}
