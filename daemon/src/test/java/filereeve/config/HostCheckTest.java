package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import filereeve.app.Kinds;
import filereeve.posix.LinuxPosix;
import filereeve.testing.BetweenCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCheckTest {
  @TempDir Path temp;

  @Test
  void usersAndGroupsThatDoNotExistAreNamed() {
    String rule = "{files: [LOGS/%s*.log], when: {size: 1 MiB}, keep: {files: 3}, %s}";
    assertThat(
            hints(
                "rotate:",
                "  a: " + rule.formatted("a", "user: nosuch-user, group: root"),
                "  b: " + rule.formatted("b", "create: {owner: root, group: nosuch-group}"),
                "compress:",
                "  c: {files: [LOGS/*.csv], user: root, group: nosuch-group}"))
        .containsExactly(
            "4: rotate.a.user: there is no user \"nosuch-user\" on this host. Correct the name,"
                + " or create it: useradd --system NAME.",
            "5: rotate.b.create.group: there is no group \"nosuch-group\" on this host. Correct the"
                + " name, or create it: groupadd --system NAME.",
            "7: compress.c.group: there is no group \"nosuch-group\" on this host. Correct the"
                + " name, or create it: groupadd --system NAME.");
  }

  /// A user has a group of his name only where his host does it so.
  @Test
  void aGroupIsNotThereBecauseAUserOfItsNameIs() throws IOException {
    assumeThat(new LinuxPosix().groupId("nobody")).isEmpty();
    assertThat(hints("compress:", "  a: {files: [LOGS/*.csv], user: nobody, group: nobody}"))
        .singleElement()
        .asString()
        .contains("compress.a.group: there is no group \"nobody\"");
  }

  @Test
  void commandsThatDoNotExistAreNamedWhereverTheyAre() {
    assertThat(
            hints(
                "reload:",
                "  a: {watch: [LOGS], check: [sh -n], apply: {run: [nosuch-apply, x]}}",
                "  b: {watch: [LOGS], check: [sh, -n, /nosuch.sh], apply: {run: [sh, -c, /x]}}",
                "rotate:",
                "  c:",
                "    files: [LOGS/c*.log]",
                "    when: {size: 1 MiB}",
                "    keep: {files: 3}",
                "    hooks: each",
                "    before: {run: [/nosuch/before, <path>]}",
                "    after: {run: [\"nosuch after\", <path>]}",
                "    on_archive: {run: [nosuch-ship, <archive>]}",
                "    on_remove: {run: [TEMP, <archive>]}"))
        .containsExactly(
            "4: reload.a.check: \"sh -n\" is the name of a program here, and there is none of this"
                + " name. Write each word by itself: [sh, -n].",
            "4: reload.a.apply.run: there is no command \"nosuch-apply\" in"
                + " /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin. Install it, or"
                + " write its whole path.",
            "5: reload.b.check: /nosuch.sh: No such file or directory. Install it, or correct the"
                + " path.",
            "12: rotate.c.before.run: /nosuch/before: No such file or directory. Install it, or"
                + " correct the path.",
            "13: rotate.c.after.run: \"nosuch after\" is the name of a program here, and there is"
                + " none of this name. Write each word by itself: [nosuch, after, …].",
            "14: rotate.c.on_archive.run: there is no command \"nosuch-ship\" in"
                + " /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin. Install it, or"
                + " write its whole path.",
            "15: rotate.c.on_remove.run: TEMP is a directory. Name the program in it.");
  }

  @Test
  void aPidfileThatOthersCouldSwapIsNamed() throws IOException {
    Path shared = Files.createDirectory(temp.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.createDirectory(temp.resolve("own"));
    String rule = "{files: [LOGS/x%s*], when: {size: 1 MiB}, keep: {files: 3}, after: %s}";
    assertThat(
            hints(
                "rotate:",
                "  a: " + rule.formatted("a", "{signal: HUP, pidfile: TEMP/shared/a.pid}"),
                "  b: " + rule.formatted("b", "{signal: HUP, pidfile: TEMP/own/b.pid}"),
                "  c: " + rule.formatted("c", "{signal: HUP, pidfile: TEMP/not-yet/c.pid}")))
        .singleElement()
        .asString()
        .startsWith("4: rotate.a.after.pidfile: others than root and user ")
        .contains("can swap this file, because they control TEMP/shared (")
        .endsWith("Let the service write it to a directory of root's or of its own.");
  }

  @Test
  void anArchiveDirectoryThatARunWouldRefuseIsNamed() {
    String rule = "{files: [LOGS/x%s*], when: {size: 1 MiB}, keep: {files: 3}, %s}";
    assertThat(
            hints(
                "rotate:",
                "  a: " + rule.formatted("a", "archive_dir: TEMP/none"),
                "  b: " + rule.formatted("b", "archive_dir: TEMP/none, create_archive_dir: true"),
                "  c: " + rule.formatted("c", "archive_dir: old"),
                "  d: " + rule.formatted("d", "archive_dir: /proc/self, name: numbered"),
                "  e: " + rule.formatted("e", "archive_dir: /proc/self")))
        .containsExactly(
            "4: rotate.a.archive_dir: the archive directory TEMP/none does not exist, and logs are"
                + " not rotated without it. Create it, mount its disk, or set create_archive_dir:"
                + " true.",
            "7: rotate.d.archive_dir: the archive directory /proc/self is on another filesystem"
                + " than LOGS, or mounted separately. Use \"name: dated\", or name a directory on"
                + " the logs' filesystem.");
  }

  @Test
  void logsWhoseNamesChangeEachTimeAreNamed() throws IOException {
    Files.createDirectories(logs());
    for (String name : List.of("app-2026-11-28.log", "app-2026-11-29.log", "web-1.log")) {
      Files.createFile(logs().resolve(name));
    }
    String rule = "{files: [LOGS/%s*.log], when: {size: 1 MiB}, keep: {files: 3}}";
    assertThat(hints("rotate:", "  a: " + rule.formatted("app"), "  b: " + rule.formatted("web")))
        .singleElement()
        .asString()
        .startsWith("4: rotate.a.files: \"app-2026-11-2")
        .contains("\"keep\" removes none of them. Compress such logs by a \"compress\" rule");
  }

  @Test
  void logsThatLogrotateRotatesTooAreNamedWithTheirPlace() throws IOException {
    Path included = Files.createDirectory(temp.resolve("logrotate.d"));
    Files.writeString(
        temp.resolve("logrotate.conf"),
        """
        # LOGS/comment.log {
        weekly
        include %s
        %s/main.log {
          daily
        }
        """
            .formatted(included, logs()));
    Files.writeString(
        included.resolve("app"),
        """
        "LOGS/*.old"
        LOGS/a.log LOGS/other.txt
        {
          postrotate
            LOGS/script.log {
          }
          endscript
        }

        LOGS/one.log { daily }
        LOGS/sub/*.log
        {
        }
        """
            .replace("LOGS", logs().toString()));
    Files.writeString(included.resolve("app.dpkg-old"), logs() + "/taboo.log {\n}\n");

    assertThat(
            hints(
                "rotate:",
                "  a: {files: [LOGS/*.log], when: {size: 1 MiB}, keep: {files: 3}}",
                "  b: {files: [LOGS/b/*.txt], when: {size: 1 MiB}, keep: {files: 3}}",
                "reload:",
                "  c: {watch: [LOGS/*.old], check: [\"true\"], apply: {run: [\"true\"]}}"))
        .filteredOn(hint -> hint.contains("logrotate"))
        .containsExactly(
            "4: rotate.a: logrotate rotates LOGS/a.log too (TEMP/logrotate.d/app:2). Remove it"
                + " there: two programs must not rotate the same log.",
            "4: rotate.a: logrotate rotates LOGS/one.log too (TEMP/logrotate.d/app:10). Remove it"
                + " there: two programs must not rotate the same log.",
            "4: rotate.a: logrotate rotates LOGS/main.log too (TEMP/logrotate.conf:4). Remove it"
                + " there: two programs must not rotate the same log.");
  }

  @Test
  void aGoodConfigurationHasNoHint() {
    assertThat(
            hints(
                "rotate:",
                "  a:",
                "    files: [LOGS/*.log]",
                "    when: {size: 1 MiB}",
                "    keep: {files: 3}",
                "    user: root",
                "    create: {owner: root, group: root}",
                "    after: {run: [sh, -c, \"true\"]}",
                "    archive_dir: LOGS"))
        .isEmpty();
  }

  private Path logs() {
    return temp.resolve("logs");
  }

  /// What is found for a configuration, without its file and column; `LOGS` is a directory.
  private List<String> hints(String... lines) {
    String text = "version: 1\ndaemon: {state_dir: TEMP/state}\n" + String.join("\n", lines) + "\n";
    try {
      Files.createDirectories(logs());
      Files.createDirectories(temp.resolve("etc"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Path etc = temp.resolve("etc");
    var good =
        new Loading(etc, Map.of())
            .with(
                "filereeve.yaml",
                text.replace("LOGS", logs().toString()).replace("TEMP", temp.toString()))
            .good();
    var asRoot =
        BetweenCalls.of(
            new LinuxPosix(), (name, _, call) -> name.equals("effectiveUser") ? 0 : call.make());
    return HostCheck.of(good, Kinds.ALL, asRoot, temp.resolve("logrotate.conf")).stream()
        .map(
            problem ->
                problem
                    .toString()
                    .replace(etc + "/filereeve.yaml:", "")
                    .replace(logs().toString(), "LOGS")
                    .replace(temp.toString(), "TEMP")
                    .replaceFirst("^(\\d+):\\d+: hint", "$1"))
        .toList();
  }
}
