package filereeve.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.notify.EmailSettings.Login;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The login and the encryption that are configured are used, and the password is never shown.
class EmailLoginTest extends OneMailServer {
  @Test
  void aLoginUsesThePresentPasswordOfAFile() throws Exception {
    server.offer("AUTH PLAIN LOGIN");
    Path file = Files.writeString(directory.resolve("secret"), "pass1\nignored\n");
    var login = new Login("reeve", new Password.InFile(file));
    EmailSettings settings = settings(server.port(), Tls.NONE, Optional.of(login));

    email(LONG).send(settings, message("a", new byte[1]), () -> {});
    Files.writeString(file, "pass2");
    email(LONG).send(settings, message("a", new byte[1]), () -> {});

    assertThat(server.commands())
        .contains("AUTH PLAIN " + base64("reeve\0reeve\0pass1"))
        .contains("AUTH PLAIN " + base64("reeve\0reeve\0pass2"));
    assertThat(server.mails()).hasSize(2);
  }

  @Test
  void aMissingPasswordFileAndARefusedLoginAreReported() throws Exception {
    server.offer("AUTH PLAIN LOGIN");
    server.answer("AUTH", "535 5.7.8 bad credentials");
    var missing = new Login("reeve", new Password.InFile(directory.resolve("none")));
    var wrong = new Login("reeve", new Password.Given("s3cret"));

    assertThat(
            email(LONG)
                .send(
                    settings(server.port(), Tls.NONE, Optional.of(missing)),
                    message("a", new byte[1]),
                    () -> {}))
        .isEqualTo(
            new Delivery.Impossible(
                "the password file %s is missing. Correct notify.ops.email.password_file"
                    .formatted(directory.resolve("none"))));
    assertThat(
            email(LONG)
                .send(
                    settings(server.port(), Tls.NONE, Optional.of(wrong)),
                    message("a", new byte[1]),
                    () -> {}))
        .isEqualTo(
            new Delivery.Impossible(
                "the mail server 127.0.0.1:%d refuses the login of reeve: 535 5.7.8 bad credentials. Correct user and password in notify.ops.email"
                    .formatted(server.port())));
  }

  @Test
  void nothingIsSentWithoutTheConfiguredEncryption() throws Exception {
    var login = new Login("reeve", new Password.Given("s3cret"));

    Delivery delivery =
        email(LONG)
            .send(
                settings(server.port(), Tls.STARTTLS, Optional.of(login)),
                message("a", new byte[1]),
                () -> {});

    assertThat(why(delivery))
        .isEqualTo(
            "TLS connection to the mail server 127.0.0.1:%d failed: STARTTLS is required but host does not support STARTTLS. Correct its certificate, or notify.ops.email.tls"
                .formatted(server.port()));
    assertThat(server.commands()).noneMatch(c -> c.startsWith("AUTH") || c.startsWith("MAIL"));
  }

  @Test
  void aPasswordIsNeverPartOfAText() {
    assertThat(new Login("reeve", new Password.Given("s3cret")).toString())
        .doesNotContain("s3cret");
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
