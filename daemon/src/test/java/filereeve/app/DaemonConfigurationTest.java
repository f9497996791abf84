package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A running daemon takes a new configuration as a whole, or keeps the old one.
@Tag("slow")
class DaemonConfigurationTest extends RealDaemon {
  @Test
  void aNewRuleWorksAsSoonAsTheConfigurationIsSaved() throws Exception {
    configure("rotate: {}\n");
    try (var daemon = startReady()) {
      configure(ROTATE);
      assertThat(daemon.await("config-reloaded", 1, SOON)).as("reloaded").isTrue();
      grow(root.resolve("log/app.log"), 11);

      assertThat(daemon.await("rotated", 1, SOON)).as("rotated").isTrue();
      assertThat(daemon.stop(STOP)).isZero();
    }
  }

  @Test
  void aBadConfigurationIsRefusedAsAWholeAndTheOldOneGoesOn() throws Exception {
    configure(ROTATE);
    try (var daemon = startReady()) {
      configure(ROTATE.replace("size: 10 KiB", "size: 10").replace("create", "creat"));
      daemon.reload();
      assertThat(daemon.await("config-refused", 2, SOON)).as("both problems").isTrue();
      grow(root.resolve("log/app.log"), 11);

      assertThat(daemon.await("rotated", 1, SOON)).as("by the old rule").isTrue();
      assertThat(daemon.stop(STOP)).isZero();
    }
    assertThat(lines).anyMatch(l -> l.contains("config-refused") && l.contains("create"));
  }

  @Test
  void theRulesOfAnIncludeThatIsEmptiedOrMovedAwayStayInForce() throws Exception {
    configure("include: [conf.d/*.yaml]\n");
    Path included = Files.createDirectory(root.resolve("conf.d")).resolve("app.yaml");
    Files.writeString(included, ROTATE.replace("$ROOT", root.toString()));
    try (var daemon = startReady()) {
      Files.writeString(included, "");
      assertThat(daemon.await("config-refused", 1, SOON)).as("emptied").isTrue();
      Files.move(included.getParent(), root.resolve("x"));
      assertThat(daemon.await("config-refused", 2, SOON)).as("moved").isTrue();
      grow(root.resolve("log/app.log"), 11);

      assertThat(daemon.await("rotated", 1, SOON)).isTrue();
      assertThat(daemon.stop(STOP)).isZero();
    }
    assertThat(lines).noneMatch(l -> l.contains("rules-removed"));
  }

  @Test
  void withLastGoodItStartsWithACopyOfTheLastConfigurationInForce() throws Exception {
    configure("rotate: {}\n", ", start_with: last_good");
    try (var daemon = startReady()) {
      configure(ROTATE, ", start_with: last_good");
      assertThat(daemon.await("config-reloaded", 1, SOON)).as("the last one").isTrue();
      assertThat(daemon.stop(STOP)).isZero();
    }
    Files.writeString(root.resolve("filereeve.yaml"), "version: 1\nrotate: [half of\n");
    try (var daemon = start()) {
      assertThat(daemon.awaitExit(SOON))
          .as("nothing says where the state is")
          .isEqualTo(ExitCode.CONFIGURATION.number());
    }
    configure(ROTATE + "    bogus: 1\n", ", start_with: last_good");
    try (var daemon = startReady()) {
      assertThat(daemon.count("started-with-last-good")).isEqualTo(1);
      grow(root.resolve("log/app.log"), 11);
      assertThat(daemon.await("rotated", 1, SOON)).as("by the last good rule").isTrue();
      configure("rotate: {}\n", ", start_with: last_good");
      assertThat(daemon.await("config-reloaded", 1, SOON)).as("reloaded").isTrue();
      assertThat(daemon.count("rules-removed")).isEqualTo(1);
      assertThat(daemon.stop(STOP)).isZero();
    }
    assertThat(lines).anyMatch(l -> l.contains("rules-removed") && l.contains("rotate.app"));
  }

  @Test
  void aSecretOfANewConfigurationIsHiddenInWhatItsCommandsPrint() throws Exception {
    configure("rotate: {}\n");
    try (var daemon = startReady()) {
      configure(
          ROTATE + "    after: {run: [sh, -c, 'echo is $1; exit 3', --token, hunter2SECRET]}\n");
      assertThat(daemon.await("config-reloaded", 1, SOON)).as("reloaded").isTrue();
      grow(root.resolve("log/app.log"), 11);

      assertThat(daemon.await("retry", 1, SOON)).as("after failed").isTrue();
      assertThat(daemon.stop(STOP)).isZero();
    }
    assertThat(lines).anyMatch(l -> l.contains("retry") && l.contains("is ****"));
    assertThat(lines).noneMatch(l -> l.contains("hunter2SECRET"));
  }

  @Test
  void withoutItABadConfigurationEndsTheStart() throws Exception {
    configure(ROTATE + "    bogus: 1\n");
    try (var daemon = start()) {
      assertThat(daemon.awaitExit(SOON)).isEqualTo(ExitCode.CONFIGURATION.number());
    }
  }

  @Test
  void halfOfAConfigurationIsNeverPutInForce() throws Exception {
    configure(ROTATE);
    try (var daemon = startReady()) {
      String whole = Files.readString(root.resolve("filereeve.yaml"));
      try (var upload = Files.newBufferedWriter(root.resolve("filereeve.yaml"))) {
        upload.write(whole.substring(0, whole.indexOf("rotate:")));
        upload.flush();
        daemon.reload();
        assertThat(daemon.await("config-waiting", 1, SOON)).as("it is not read").isTrue();
        upload.write(whole.substring(whole.indexOf("rotate:")) + "  # more\n");
      }
      daemon.reload();
      assertThat(daemon.await("config-unchanged", 1, SOON)).as("it is read").isTrue();
      assertThat(daemon.count("rules-removed")).isZero();
      assertThat(daemon.stop(STOP)).isZero();
    }
  }
}
