package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.kind.rotate.RotateKind;
import filereeve.kind.rotate.RotateSettings.Destinations;
import filereeve.kind.rotate.RotateSettings.OnRemove;
import filereeve.notify.EmailSettings;
import filereeve.notify.EmailSettings.Login;
import filereeve.notify.EmailSettings.Server;
import filereeve.notify.Password;
import filereeve.notify.Tls;
import filereeve.units.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The section `notify`, and the rules that refer to it.
class MailSettingsTest {
  @TempDir private Path directory;

  @Test
  void littleIsNeededForAServerOnThisHost() {
    assertThat(read("ops: {email: {smtp: localhost, from: reeve@a.org, to: [root]}}").settings())
        .extracting(Settings::mail)
        .isEqualTo(
            List.of(
                new EmailSettings(
                    "ops",
                    new Server("localhost", 25),
                    Tls.NONE,
                    "reeve@a.org",
                    List.of("root"),
                    Optional.empty(),
                    new Size(20 << 20))));
  }

  @Test
  void allIsReadWhole() {
    assertThat(
            read("""
            ops:
                email:
                  smtp: mail.example.org:2525
                  tls: tls
                  from: reeve@example.org
                  to: [a@example.org, b@example.org]
                  user: reeve
                  password_file: /etc/filereeve/smtp
                  max_size: 5 MiB
            """)
                .settings()
                .mail())
        .containsExactly(
            new EmailSettings(
                "ops",
                new Server("mail.example.org", 2525),
                Tls.TLS,
                "reeve@example.org",
                List.of("a@example.org", "b@example.org"),
                Optional.of(
                    new Login("reeve", new Password.InFile(Path.of("/etc/filereeve/smtp")))),
                new Size(5 << 20)));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, NONE, localhost, 25",
    "127.0.0.1, NONE, 127.0.0.1, 25",
    "'[::1]', NONE, ::1, 25",
    "'[::1]:2525', NONE, ::1, 2525",
    "mail.example.org, STARTTLS, mail.example.org, 587",
    "mail.example.org:25, STARTTLS, mail.example.org, 25",
  })
  void theWayToTheServerIsPrivateUnlessItIsThisHost(String smtp, Tls tls, String host, int port) {
    EmailSettings mail =
        read("ops: {email: {smtp: \"%s\", from: a@b, to: [c@d]}}".formatted(smtp))
            .settings()
            .mail()
            .getFirst();
    assertThat(mail.tls()).isEqualTo(tls);
    assertThat(mail.server()).isEqualTo(new Server(host, port));
  }

  @Test
  void aRuleNamesWhoGetsItsArchives() {
    var rotate =
        read("""
        ops: {email: {smtp: localhost, from: a@b, to: [c@d]}}
        rotate:
          app:
            files: [/var/log/app.log]
            when: {size: 1 MiB}
            keep: {files: 3}
            on_remove: {mail: ops, shred: true}
            on_archive: {mail: ops}
        """)
            .settings()
            .rules(new RotateKind())
            .getFirst()
            .settings();
    assertThat(rotate.archives().onRemove())
        .isEqualTo(new OnRemove(new Destinations(Optional.of("ops"), Optional.empty()), true));
    assertThat(rotate.archives().onArchive().mail()).contains("ops");
  }

  @Test
  void aPasswordIsNeverShown() {
    String text =
        "ops: {email: {smtp: localhost, from: a@b, to: [c@d], user: me, password: \"s3cret\"}}";
    Loaded.Good good = read(text);

    assertThat(good.settings().mail().getFirst().login())
        .contains(new Login("me", new Password.Given("s3cret")));
    assertThat(good.effective().toYaml()).contains("password: \"****\"").doesNotContain("s3cret");
    assertThat(good.settings().toString()).doesNotContain("s3cret");
    Map<String, String> variables =
        Map.of("PW", "s3cret1", "FILEREEVE__NOTIFY__OPS__EMAIL__PASSWORD", "s3cret2");
    Loaded.Good other = read(text.replace("\"s3cret\"", "\"${PW}x\""), variables);
    assertThat(other.settings().mail().getFirst().login())
        .contains(new Login("me", new Password.Given("s3cret2")));
    assertThat(other.effective().toYaml()).doesNotContain("s3cret");
  }

  private Loaded.Good read(String notify) {
    return read(notify, Map.of());
  }

  private Loaded.Good read(String notify, Map<String, String> environment) {
    String text = "version: 1\nnotify:\n  " + notify.strip() + "\n";
    return new Loading(directory, environment).with("filereeve.yaml", text).good();
  }
}
