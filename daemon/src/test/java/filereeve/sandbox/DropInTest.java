package filereeve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import filereeve.app.Kinds;
import filereeve.config.Loading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a configuration needs of the unit, and how that is written.
class DropInTest {
  private static final String NETWORK =
      "PrivateNetwork=no|RestrictAddressFamilies=AF_INET AF_INET6|IPAddressAllow=any";

  @TempDir private Path temp;

  private static String rotate(String keys) {
    return "rotate: {a: {when: {size: 1 MiB}, keep: {files: 3}, %s}}".formatted(keys);
  }

  private static String reload(String watch, String check) {
    return "reload: {a: {watch: [%s], check: %s, apply: {systemctl: reload, unit: a.service}}}"
        .formatted(watch, check);
  }

  private static String after(String action) {
    return rotate("files: [/var/log/a/*.log], after: %s".formatted(action));
  }

  static Stream<Arguments> cases() {
    String mail = "{email: {smtp: localhost, from: a@b.c, to: [d@e.f], %s}}";
    return Stream.of(
        // directories
        row(rotate("files: [/var/log/a/*.log]"), ""),
        row(rotate("files: [/srv/a/app.log]"), "ReadWritePaths=-/srv/a"),
        row(rotate("files: [/srv/*/logs/*.log]"), "ReadWritePaths=-/srv"),
        row(
            rotate("files: ['/{srv/a,data}/*.log']"),
            "ReadWritePaths=-/data|ReadWritePaths=-/srv/a"),
        row(
            rotate("files: [/srv/a/*.log, /srv/a/b/*.log, /srv/ab/*.log]"),
            "ReadWritePaths=-/srv/a|ReadWritePaths=-/srv/ab"),
        row(rotate("files: [/srv/a/*.log], archive_dir: old"), "ReadWritePaths=-/srv/a"),
        row(
            rotate("files: [/srv/a/*.log], archive_dir: /mnt/old"),
            "ReadWritePaths=-/mnt/old|ReadWritePaths=-/srv/a"),
        row(
            rotate("files: [/srv/a/*.log], archive_dir: /srv/old, name: numbered"),
            "ReadWritePaths=-/srv"),
        row(
            rotate("files: [/srv/a/*.log], archive_dir: /mnt/old, name: numbered"),
            "ReadWritePaths=-/mnt/old|ReadWritePaths=-/srv/a"),
        row("compress: {a: {files: [/srv/e/**/*.csv]}}", "ReadWritePaths=-/srv/e"),
        row("daemon: {state_dir: /data/state}", "ReadWritePaths=-/data/state"),
        row(
            "daemon: {log_files: {a: {path: /var/log/x/a.log}, b: {path: /data/logs/b.log}}}",
            "ReadWritePaths=-/data/logs"),
        // what else hides directories
        row(
            rotate("files: [/home/app/logs/*.log]"),
            "ProtectHome=read-only|ReadWritePaths=-/home/app/logs"),
        row(rotate("files: [/tmp/a/*.log]"), "PrivateTmp=no|ReadWritePaths=-/tmp/a"),
        row("compress: {a: {files: [/var/tmp/*.csv]}}", "PrivateTmp=no|ReadWritePaths=-/var/tmp"),
        row(reload("/etc/app/**", "[sshd, -t]"), ""),
        row(
            reload("/home/app/conf/*", "[sshd, -t]"),
            "ProtectHome=read-only|ReadOnlyPaths=-/home/app/conf"),
        row(
            rotate("files: [/home/a/*.log], after: {signal: HUP, pidfile: /home/a/run/a.pid}"),
            "ProtectHome=read-only|ReadWritePaths=-/home/a|ProtectProc=default"),
        row(
            "notify: {m: %s}".formatted(mail.formatted("user: u, password_file: /root/secret")),
            "ProtectHome=read-only|ReadOnlyPaths=-/root/secret"),
        // what a rule does besides
        row(
            rotate("files: [/var/log/a.log], method: copytruncate"),
            "ProtectProc=default|CapabilityBoundingSet=CAP_SYS_PTRACE"),
        row(
            rotate("files: [/var/log/a.log], method: copytruncate, pause_writer: true"),
            "ProtectProc=default|CapabilityBoundingSet=CAP_SYS_PTRACE|ProtectControlGroups=no"),
        row(
            rotate("files: [/var/log/a.log], user: daemon"),
            "CapabilityBoundingSet=CAP_SETGID CAP_SETUID|SystemCallFilter=@setuid setfsgid"
                + " setfsgid32 setfsuid setfsuid32"),
        row(
            "notify: {m: %s}\n".formatted(mail.formatted("tls: none"))
                + rotate("files: [/var/log/a.log], on_archive: {mail: m}"),
            NETWORK),
        row("notify: {m: %s}".formatted(mail.formatted("tls: none")), ""),
        // commands
        row(after("{systemctl: reload, unit: a.service}"), ""),
        row(after("{signal: USR1, pidfile: /run/a.pid}"), "ProtectProc=default"),
        row(after("{run: [/usr/bin/systemctl, reload, a.service]}"), ""),
        row(after("{run: [pkill, -USR1, app]}"), "ProtectProc=default"),
        row(after("{run: [curl, 'http://localhost/reopen']}"), NETWORK),
        row(
            rotate("files: [/var/log/a.log], on_remove: {run: [rsync, <archive>, 'h:']}"),
            "ProtectHome=read-only|ReadOnlyPaths=-/root|" + NETWORK),
        row(
            rotate("files: [/var/log/a.log], hooks: each, before: {run: [chattr, -a, <path>]}"),
            "CapabilityBoundingSet=CAP_LINUX_IMMUTABLE"),
        row(
            reload("/etc/nginx/**", "[/usr/sbin/nginx, -t]"),
            "ReadWritePaths=-/run|ReadWritePaths=-/var/cache/nginx|ReadWritePaths=-/var/lib/nginx|"
                + NETWORK
                + "|CapabilityBoundingSet=CAP_NET_BIND_SERVICE"),
        row(reload("/etc/haproxy/*", "[timeout, 5, haproxy, -c]"), NETWORK),
        row(reload("/etc/a/*", "[sh, -c, 'lsattr /etc/a; pgrep a']"), "ProtectProc=default"),
        row(
            after("{run: [/home/app/bin/reopen]}"),
            "ProtectHome=read-only|ReadOnlyPaths=-/home/app/bin/reopen"),
        row(after("{run: [app-reopen]}"), ""));
  }

  private static Arguments row(String yaml, String settings) {
    return Arguments.of(yaml, settings);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aConfigurationOpensWhatItNeedsAndNothingElse(String yaml, String settings) {
    assertThat(settingsOf(text(yaml))).isEqualTo(settings);
  }

  @Test
  void eachSettingNamesWhoNeedsItAndAnUnknownCommandIsNamed() {
    assertThat(
            text(
                """
                daemon: {state_dir: /srv/state}
                rotate:
                  app: {files: [/srv/app/*.log], when: {size: 1 MiB}, keep: {files: 3}, after: {run: [app-ctl, reopen]}}
                  web: {files: [/srv/app/web/*.log], when: {size: 1 MiB}, keep: {files: 3}}
                compress:
                  dumps: {files: [/srv/my dumps/*.sql], user: daemon}
                """))
        .isEqualTo(
            """
            # Opens filereeve.service for what the rules of /etc/filereeve/filereeve.yaml need.
            # `filereeve systemd-paths --write` replaces it. For more: systemctl edit filereeve
            [Service]
            # rotate.app, rotate.web
            ReadWritePaths=-/srv/app
            # compress.dumps
            ReadWritePaths="-/srv/my dumps"
            # daemon
            ReadWritePaths=-/srv/state
            # compress.dumps
            CapabilityBoundingSet=CAP_SETGID CAP_SETUID
            SystemCallFilter=@setuid setfsgid setfsgid32 setfsuid setfsuid32
            # rotate.app: what the command "app-ctl" needs is not known, and must be added where it is more.
            """);
  }

  @ParameterizedTest
  @MethodSource
  void pathsAreQuotedAsSystemdReadsThem(String path, String word) {
    assertThat(settingsOf(DropIn.of(Map.of("rotate.a", Needs.writing(List.of(Path.of(path)))))))
        .isEqualTo("ReadWritePaths=" + word);
  }

  static Stream<Arguments> pathsAreQuotedAsSystemdReadsThem() {
    return Stream.of(
        row("/srv/a-b_c.d", "-/srv/a-b_c.d"),
        row("/srv/ä", "-/srv/ä"),
        row("/srv/a b", "\"-/srv/a b\""),
        row("/srv/100%", "-/srv/100%%"),
        row("/srv/%n x", "\"-/srv/%%n x\""),
        row("/srv/a\"b", "\"-/srv/a\\\"b\""),
        row("/srv/it's", "\"-/srv/it's\""),
        row("/srv/a\\b", "\"-/srv/a\\\\b\""),
        row("/srv/app/a\nb/c", "-/srv/app"),
        row("/srv/app/a\tb", "-/srv/app"));
  }

  @Test
  void manyWhoNeedTheSameAreCounted() {
    var needs = new TreeMap<String, Needs>();
    for (int i = 100; i < 110; i++) {
      needs.put("rotate.a" + i, Needs.of(Grant.CHANGE_ATTRIBUTES));
    }
    assertThat(DropIn.of(needs).text(Path.of("/x"), text -> text))
        .contains("# rotate.a100, rotate.a101, ")
        .contains("rotate.a107 and 2 more\nCapabilityBoundingSet=CAP_LINUX_IMMUTABLE\n")
        .doesNotContain("a108");
  }

  /// Each of them with all others would be 10⁸ comparisons.
  @Test
  void thousandsOfDirectoriesAreComparedWithThoseAboveThem() {
    var needs = new TreeMap<String, Needs>();
    for (int i = 0; i < 20_000; i++) {
      needs.put("rotate.a" + i, Needs.writing(List.of(Path.of("/srv/a" + i + "/b"))));
    }
    DropIn dropIn = assertTimeout(Duration.ofSeconds(5), () -> DropIn.of(needs));
    assertThat(dropIn.writes()).hasSize(20_000);
  }

  @Test
  void onlySettingsDecideWhetherADropInIsStale() {
    DropIn now = dropIn(rotate("files: [/srv/a/*.log]"));
    String text = now.text(Path.of("/x"), t -> t);
    assertThat(now.hasSettingsOf(text)).isTrue();
    assertThat(now.hasSettingsOf(text.replace("rotate.a", "rotate.b"))).isTrue();
    assertThat(now.hasSettingsOf(text.replace("/srv/a", "/srv/b"))).isFalse();
    assertThat(now.hasSettingsOf(text + "PrivateTmp=no\n")).isFalse();
    assertThat(now.hasSettingsOf("")).isFalse();
    assertThat(dropIn(rotate("files: [/var/log/a.log]")).hasSettingsOf("")).isTrue();
  }

  @Test
  void theNameOfTheConfigurationStaysInItsComment() {
    assertThat(DropIn.of(Map.of()).text(Path.of("/x\n[Service]\nUser=nobody"), text -> text))
        .doesNotContain("\nUser=");
  }

  @Test
  void aSecretIsNotWritten() {
    DropIn dropIn = dropIn(after("{run: [run-hunter2]}"));
    assertThat(dropIn.text(Path.of("/x"), text -> text.replace("hunter2", "****")))
        .contains("\"run-****\"")
        .doesNotContain("hunter2");
  }

  private DropIn dropIn(String yaml) {
    return DropIn.of(
        new Loading(temp, Map.of())
            .with("filereeve.yaml", "version: 1\n" + yaml + "\n")
            .settings()
            .needs(Kinds.ALL));
  }

  private String text(String yaml) {
    return dropIn(yaml).text(Path.of("/etc/filereeve/filereeve.yaml"), text -> text);
  }

  private static String settingsOf(DropIn dropIn) {
    return settingsOf(dropIn.text(Path.of("/x"), text -> text));
  }

  private static String settingsOf(String text) {
    return String.join(
        "|",
        text.lines().filter(line -> !line.startsWith("#") && !line.equals("[Service]")).toList());
  }
}
