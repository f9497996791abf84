package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.route.Claims;
import filereeve.route.OwnFiles;
import filereeve.telemetry.Event;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which files, and what of them, belong to a configuration.
class WatchedFilesTest extends OneConfiguration {
  @Test
  void ignoredFilesAreNoChange() throws Exception {
    var handler = handler(globs(etc + "/**"), globs(etc + "/*.swp"), apply());
    look(handler);
    Files.writeString(etc.resolve("site.conf.swp"), "x");
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void linksAreFollowedToFilesAndNotIntoTrees() throws Exception {
    Path data = Files.createDirectories(directory.resolve("data/v1"));
    Files.writeString(data.resolve("key"), "1");
    Path second = Files.createDirectories(directory.resolve("data/v2"));
    Files.writeString(second.resolve("key"), "2");
    Path live = Files.createSymbolicLink(directory.resolve("..data"), data);
    Files.createSymbolicLink(etc.resolve("key.conf"), directory.resolve("..data/key"));
    Files.createSymbolicLink(etc.resolve("sites"), live);
    Files.createSymbolicLink(etc.resolve("loop"), etc);
    Files.createSymbolicLink(etc.resolve("itself"), Path.of("itself"));
    Files.createSymbolicLink(etc.resolve("nowhere"), Path.of("gone"));
    var handler = handler(globs(etc + "/**"), List.of(), run("true"));
    look(handler);
    Files.writeString(data.resolve("log"), "a line");
    assertThat(look(handler)).as("a link to a directory").isInstanceOf(Outcome.Skipped.class);
    Files.delete(live);
    Files.createSymbolicLink(live, second);
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    assertThat(log.lines(Event.RELOADED).getFirst().value("changed"))
        .contains(etc.resolve("key.conf").toString());
  }

  @Test
  void aLinkToADirectoryThatAGlobNamesIsFollowed() throws Exception {
    Path release = Files.createDirectories(directory.resolve("releases/1/conf"));
    Files.writeString(release.resolve("app.yml"), "1");
    Files.createSymbolicLink(etc.resolve("current"), directory.resolve("releases/1"));
    var handler = handler(globs(directory + "/*/current/**"), List.of(), run("true"));
    look(handler);
    Files.writeString(release.resolve("app.yml"), "2");
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
  }

  @Test
  void modeAndOwnerDecideToo() throws Exception {
    log.expect(Event.RELOAD_REFUSED);
    Files.setPosixFilePermissions(site, PosixFilePermissions.fromString("rw-r--r--"));
    var readable = run("sh", "-c", "test $(stat -c %a " + site + ") = 644");
    var handler = handler(real, Optional.of(readable), apply());
    look(handler);
    Files.writeString(site, "two\n");
    Files.setPosixFilePermissions(site, PosixFilePermissions.fromString("rw-------"));
    look(handler);
    assertThat(log.lines(Event.RELOAD_REFUSED)).hasSize(1);
    Files.setPosixFilePermissions(site, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
    assertThat(told).hasContent("two");
  }

  @Test
  void whatIsIgnoredCannotFailTheRule() throws Exception {
    Path secret = Files.createDirectory(etc.resolve("lost+found"));
    Files.createSymbolicLink(secret.resolve("x"), Path.of("x"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    try {
      var handler =
          handler(globs(etc + "/**"), globs(etc + "/lost+found/**", "/**/deps"), run("true"));
      assertThat(look(handler)).isEqualTo(new Outcome.Done());
      Files.createDirectories(etc.resolve("a/deps"));
      Files.writeString(etc.resolve("a/deps/x"), "x");
      assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
    } finally {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void theDaemonsOwnFilesAreNoInput() throws Exception {
    var claims =
        new Claims(
            List.of(),
            new OwnFiles(Set.of(directory.resolve("state")), Set.of(directory.resolve("own.log"))));
    var handler = handler(globs(directory + "/**"), List.of(), run("true"));
    handler.handle(run(claims));
    Files.writeString(directory.resolve("state/more"), "x");
    Files.writeString(directory.resolve("own.log"), "x");
    Files.writeString(directory.resolve("own.log.2026-11-20"), "x");
    assertThat(handler.handle(run(claims))).isInstanceOf(Outcome.Skipped.class);
    assertThat(claims.reach(directory.resolve("state")).mayMatchBelow()).isFalse();
  }

  @Test
  void aLargeFileIsKnownByItsSizeAndTime() throws Exception {
    Path hole = etc.resolve("hole.conf");
    try (var file = new RandomAccessFile(hole.toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    var handler = handler(real, Optional.empty(), run("true"));
    look(handler);
    assertThat(look(handler)).isInstanceOf(Outcome.Skipped.class);
    Files.setLastModifiedTime(hole, FileTime.fromMillis(0));
    assertThat(look(handler)).isEqualTo(new Outcome.Done());
  }
}
