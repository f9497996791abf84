package filereeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must not be shown never is, whatever else is wrong with the configuration.
class SecretsTest {
  private static final String SECRET = "hunter2SECRET";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SMTP_PASSWORD", SECRET, "V", SECRET);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: hunter2SECRET",
        "password: [hunter2SECRET]",
        "password: {hunter2SECRET: 1}",
        "password: {a: hunter2SECRET}",
        "password: \"hunter2SECRET${\"",
        "password: \"hunter2SECRET${UNSET}\"",
        "pasword: hunter2SECRET",
        "password: hunter2SECRET, password: hunter2SECRET",
        "password: \"hunter2SECRET\\nhunter2SECRET\"",
        "password: \"${NOPE:-hunter2SECRET}\"",
        "password: \"hunter2SECRET",
        "password: 'hunter2SECRET'x",
        "password: hunter2SECRET: hunter2SECRET",
        "password: *hunter2SECRET",
        "password: &hunter2SECRET x",
        "password: x, max_size: \"${V}\"",
        "password: x, tls: \"${V}\"",
        "password: x, password_file: \"a/${V}\"",
        "password: x, smtp: \"u:hunter2SECRET@h:25\"",
        "password: x, max_size: ${SMTP_PASSWORD}"
      })
  void noMessageHasASecret(String keys) {
    var loading =
        new Loading(directory, ENVIRONMENT)
            .with(
                "filereeve.yaml",
                "version: 1\n"
                    + "notify:\n"
                    + "  m: {email: {smtp: h:25, tls: none, from: a@b.c, to: [d@e.f], bogus: 1,"
                    + " user: u, "
                    + keys
                    + "}}\n");
    assertThat(loading.problems()).isNotEmpty().noneMatch(problem -> problem.contains(SECRET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[hunter2SECRET",
        "[hunter2SECRET]",
        "{hunter2SECRET: hunter2SECRET}",
        "hunter2SECRET\n"
      })
  void norHasAMessageAboutAVariable(String value) {
    var loading =
        new Loading(directory, Map.of("FILEREEVE__NOTIFY__M__EMAIL__PASSWORD", value))
            .with(
                "filereeve.yaml",
                """
                version: 1
                notify:
                  m: {email: {smtp: h:25, from: a@b.c, to: [d@e.f], user: u}}
                """);
    assertThat(loading.problems()).isNotEmpty().noneMatch(problem -> problem.contains(SECRET));
  }

  @Test
  void theLogIsToldWhatToHide() {
    var secrets =
        new Loading(directory, Map.of("DB_PASSWORD", "horse-battery", "HOST", "db.example"))
            .with(
                "filereeve.yaml",
                """
                version: 1
                reload:
                  token-service:
                    watch: [/etc/app/*]
                    check: [db, "--password=${DB_PASSWORD}", "${HOST}"]
                    apply: {run: [curl, --token, s3cret-4711, "-HAuthorization: Bearer abcd1234"]}
                """)
            .settings()
            .secrets();
    assertThat(secrets.of("horse-battery db.example s3cret-4711 abcd1234 /etc/app/*"))
        .isEqualTo("${DB_PASSWORD} ${HOST} **** **** /etc/app/*");
  }

  @Test
  void aDefaultAndAValueThatIsPutTogetherAreHiddenToo() {
    var secrets =
        new Loading(directory, Map.of("SALT", "pepper"))
            .with(
                "filereeve.yaml",
                """
                version: 1
                notify:
                  a: {email: {smtp: localhost, from: a@b, to: [c@d], user: u, password: "${X:-fallback-1}"}}
                  b: {email: {smtp: localhost, from: a@b, to: [c@d], user: u, password: "s${SALT}t-77"}}
                """)
            .settings()
            .secrets();
    assertThat(secrets.of("fallback-1 speppert-77")).isEqualTo("**** ****");
  }

  @Test
  void checkShowHidesWhatIsWrittenThoughASecretVariableHasTheSameValue() {
    var loading =
        new Loading(directory, Map.of("APP_TOKEN", SECRET))
            .with(
                "filereeve.yaml",
                """
                version: 1
                reload:
                  app:
                    watch: [/etc/app/*]
                    check: ["/bin/check", "${APP_TOKEN}"]
                    apply: {run: ["/bin/apply", "--token", %s]}
                """
                    .formatted(SECRET));

    assertThat(loading.good().effective().toYaml())
        .contains("${APP_TOKEN}", "****")
        .doesNotContain(SECRET);
  }

  @Test
  void checkShowHasVariablesAndStarsInTheirPlace() {
    var loading =
        new Loading(directory, Map.of("DB_PASSWORD", "horse-battery"))
            .with(
                "filereeve.yaml",
                """
                version: 1
                reload:
                  app:
                    watch: [/etc/app/*]
                    check: [db, "--password=${DB_PASSWORD}"]
                    apply: {run: [curl, --token, s3cret-4711]}
                """);
    assertThat(loading.effective())
        .contains("--password=${DB_PASSWORD}", "[curl, \"--token\", ****]")
        .doesNotContain("horse-battery", "s3cret");
  }
}
