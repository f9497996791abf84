package filereeve.watch;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.LinuxPosix;
import filereeve.testing.RecordingLog;
import filereeve.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Symbolic links below a root that a rule follows.
@ParameterizedClass
@EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
class WatchLinksTest {
  @TempDir private Path temp;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final Heard heard = new Heard();
  private final Watch watch;

  WatchLinksTest(Source source) {
    this.watch =
        new Watch(source, new LinuxPosix(), heard, log, InstantSource.system(), Ticker.SYSTEM);
  }

  private Path dir = Path.of("");
  private Path elsewhere = Path.of("");

  @BeforeEach
  void makeDirectories() throws IOException {
    dir = Files.createDirectory(temp.resolve("root"));
    elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void aWriteToALinksTargetIsAChangeOfTheLink() throws Exception {
    Path target = Files.writeString(elsewhere.resolve("site.conf"), "a");
    Path link = Files.createSymbolicLink(dir.resolve("site.conf"), target);
    watch();

    Files.writeString(elsewhere.resolve("other.conf"), "b");
    Files.writeString(target, "b", APPEND);
    heard.awaitChanged(link);

    assertThat(heard.all()).noneMatch(e -> e.toString().contains("other.conf"));
  }

  @Test
  void aTargetThatIsReplacedByAnEditorIsAChangeOfTheLink() throws Exception {
    Path target = Files.writeString(elsewhere.resolve("site.conf"), "a");
    Path link = Files.createSymbolicLink(dir.resolve("site.conf"), target);
    watch();

    Files.move(Files.writeString(elsewhere.resolve(".tmp"), "b"), target, ATOMIC_MOVE);
    heard.awaitChanged(link);
    Files.writeString(target, "c", APPEND);
    heard.awaitChanged(link);
  }

  @Test
  void aLinkThatIsMadeLaterIsFollowedAndOneThatIsTurnedIsFollowedToItsNewTarget() throws Exception {
    watch();
    Path live = Files.createDirectories(dir.resolve("live/example.org"));
    Path archive = Files.createDirectories(elsewhere.resolve("archive"));
    Path next = Files.createDirectories(elsewhere.resolve("next"));
    Files.writeString(archive.resolve("cert1.pem"), "1");
    Files.writeString(next.resolve("cert2.pem"), "2");
    Path link = live.resolve("cert.pem");
    Files.createSymbolicLink(link, archive.resolve("cert1.pem"));
    heard.awaitCovered(link);

    turn(link, next.resolve("cert2.pem"));
    awaitNews(link);
    Files.writeString(next.resolve("cert2.pem"), "3", APPEND);
    heard.awaitChanged(link);
  }

  @Test
  void aConfigMapThatIsSwappedIsAChangeOfItsFiles() throws Exception {
    Path first = Files.createDirectory(dir.resolve("..2026_01"));
    Path second = Files.createDirectory(dir.resolve("..2026_02"));
    Files.writeString(first.resolve("app.yaml"), "1");
    Files.writeString(second.resolve("app.yaml"), "2");
    Path data = Files.createSymbolicLink(dir.resolve("..data"), Path.of("..2026_01"));
    Path link = Files.createSymbolicLink(dir.resolve("app.yaml"), Path.of("..data/app.yaml"));
    watch();

    turn(data, Path.of("..2026_02"));
    heard.awaitChanged(link);
    Files.delete(first.resolve("app.yaml"));
    Files.delete(first);
    Files.writeString(second.resolve("app.yaml"), "3", APPEND);
    heard.awaitChanged(link);
  }

  @Test
  void aTargetThatDoesNotExistYetIsWaitedFor() throws Exception {
    Path target = elsewhere.resolve("made/later.conf");
    Path link = Files.createSymbolicLink(dir.resolve("later.conf"), target);
    watch();

    Files.createDirectories(target.getParent());
    heard.awaitChanged(link);
    Files.writeString(target, "a");
    heard.awaitChanged(link);
    Files.writeString(target, "b", APPEND);
    heard.awaitChanged(link);
  }

  @Test
  void aChangeInALinkedDirectoryIsNone() throws Exception {
    Path directory = Files.createDirectories(elsewhere.resolve("logs/sub"));
    Files.createSymbolicLink(dir.resolve("logs"), elsewhere.resolve("logs"));
    watch();

    Files.createFile(directory.resolveSibling("access.log"));
    heard.awaitChanged(Files.createFile(dir.resolve("last")));

    assertThat(heard.all()).hasSize(1);
  }

  @Test
  void aLinkThatIsRemovedIsNotFollowedAnyMore() throws Exception {
    Path target = Files.writeString(elsewhere.resolve("site.conf"), "a");
    Path link = Files.createSymbolicLink(dir.resolve("site.conf"), target);
    watch();

    Files.delete(link);
    heard.awaitDeleted(link);
    Files.writeString(target, "b", APPEND);
    heard.awaitChanged(Files.createFile(dir.resolve("last")));

    assertThat(heard.all()).hasSize(2);
  }

  @Test
  void loopsOfLinksEnd() throws Exception {
    Files.createSymbolicLink(dir.resolve("self"), dir.resolve("self"));
    Files.createSymbolicLink(dir.resolve("up"), dir);
    Files.createSymbolicLink(dir.resolve("a"), dir.resolve("b"));
    Files.createSymbolicLink(dir.resolve("b"), dir.resolve("a"));
    watch();

    heard.awaitChanged(Files.createFile(dir.resolve("x.conf")));
  }

  /// Exchanges a link for another one in one step.
  private static void turn(Path link, Path target) throws IOException {
    Path temp = Files.createSymbolicLink(link.resolveSibling(".turned"), target);
    Files.move(temp, link, ATOMIC_MOVE);
  }

  /// The link's turning comes after that of the temporary one it was made of.
  private void awaitNews(Path link) throws InterruptedException {
    heard.awaitDeleted(link.resolveSibling(".turned"));
    heard.awaitChanged(link);
  }

  private void watch() throws InterruptedException {
    watch.replace(new Roots(Set.of(dir), Reaching::everything, _ -> true));
  }
}
