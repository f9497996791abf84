package filereeve.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import filereeve.config.Checkout;
import filereeve.config.Loaded;
import filereeve.config.Loading;
import filereeve.rule.Rule;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What `filereeve init` finds on a host, asks, and writes.
class FirstConfigurationTest {
  private static final String APPENDS = "0102001";
  private static final String OVERWRITES = "0100001";
  private static final String READS = "0100000";

  @TempDir private Path root;

  @Test
  void logsOfADirectoryAreOneRuleAndOthersAreTheirOwn() throws IOException {
    host()
        .log("/var/log/app/a.log", 700)
        .log("/var/log/app/b.log", 300)
        .log("/var/log/app/requests", 200)
        .log("/var/log/syslog", 100)
        .log("/var/log/daemon.log", 90)
        .log("/var/log/App 2/x.log", 50) // would need quotes
        .log("/var/log/app/deep/down/c.log", 10)
        .log("/var/log/app/deep/down/too/d.log", 10);

    assertThat(host().found().logs())
        .extracting(FoundLogs::files, FoundLogs::rule, FoundLogs::count, l -> l.size().bytes())
        .containsExactly(
            tuple("/var/log/app/*.log", "app", 2, 1000L),
            tuple("/var/log/app/requests", "app-requests", 1, 200L),
            tuple("/var/log/syslog", "syslog", 1, 100L),
            tuple("/var/log/daemon.log", "daemon", 1, 90L));
  }

  @ParameterizedTest
  @CsvSource({
    "/var/log/a.log.1",
    "/var/log/a.log.2.gz",
    "/var/log/a.log-20261121",
    "/var/log/a-2026-11-21.log",
    "/var/log/a.log-20261121T000000Z.zst",
    "/var/log/wtmp",
    "/var/log/.a.log.filereeve-create",
    "/var/log/journal/x/system.journal",
    "/var/log/filereeve/errors.log",
  })
  void noArchiveOrDatabaseIsALog(String path) throws IOException {
    assertThat(host().log(path, 10).found().logs()).isEmpty();
  }

  /// How a program is treated depends on what it is, and how it writes.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nginx|0102001|true|after: {signal: USR1, pidfile: /run/nginx.pid}",
        "nginx|0100001|true|create: {}",
        "java|0102001|true|method: copytruncate",
        "java|0100001|false|create: {}",
        "tail|0100000|true|create: {}",
      })
  void theMethodFitsTheProgram(String name, String flags, boolean suggested, String method)
      throws IOException {
    FirstConfiguration found =
        host().log("/var/log/app/a.log", 10).process(42, name, "/var/log/app/a.log", flags).found();

    assertThat(found.suggested().logs()).hasSize(suggested ? 1 : 0);
    assertThat(found.logs().getFirst().yaml()).contains("    " + method);
    assertThat(found.logs().getFirst().facts())
        .contains(flags.equals(READS) ? "no program has it open" : "written by " + name + " (42)");
  }

  /// It has the same path in the container.
  @Test
  void aLogOfAContainerIsNotTheHosts() throws IOException {
    host()
        .log("/var/log/app/a.log", 10)
        .log("/container/var/log/app/a.log", 10)
        .process(42, "java", "/container/var/log/app/a.log", APPENDS);

    assertThat(host().found().logs().getFirst().writers()).isEmpty();
  }

  @Test
  void whatLogrotateRotatesIsPointedOutAndNotSuggested() throws IOException {
    host()
        .log("/var/log/nginx/access.log", 10)
        .file("/etc/logrotate.conf", "include " + root + "/etc/logrotate.d\n")
        .file("/etc/logrotate.d/nginx", "# by the package\n/var/log/nginx/*.log {\n}\n");

    FoundLogs logs = host().found().logs().getFirst();

    assertThat(logs.facts()).endsWith("; logrotate rotates it already, /etc/logrotate.d/nginx:2");
    assertThat(logs.yaml()).contains("# Remove them there first");
    assertThat(host().found().suggested().logs()).isEmpty();
  }

  @Test
  void inADirectoryThatOthersCanWriteToTheRuleIsAnotherUsersOrNotSuggested() throws IOException {
    FirstConfiguration found =
        host().log("/var/log/app/a.log", 10).mode("/var/log/app", "rwxrwxrwx").found();

    FoundLogs logs = found.logs().getFirst();
    String owner = Files.getOwner(root).getName();
    assertThat(logs.facts()).endsWith("; others can write to the directory");
    assertThat(logs.user().stream())
        .containsExactlyElementsOf(owner.equals("root") ? List.of() : List.of(owner));
    assertThat(found.suggested().logs()).hasSize(owner.equals("root") ? 0 : 1);
  }

  @Test
  void aServiceIsInstalledIfItsDirectoryAndTheProgramOfItsCheckAre() throws IOException {
    host()
        .file("/etc/nginx/nginx.conf", "")
        .program("/usr/sbin/nginx")
        .file("/etc/haproxy/haproxy.cfg", "")
        .program("/usr/bin/postfix")
        .file("/etc/ssh/sshd_config", "")
        .program("/usr/sbin/sshd")
        .file("/usr/lib/systemd/system/sshd.service", "");

    assertThat(host().found().services())
        .extracting(KnownService::name, KnownService::summary)
        .containsExactly(
            tuple("nginx", "nginx -t, then systemctl reload nginx.service"),
            tuple("sshd", "/usr/sbin/sshd -t, then systemctl reload sshd.service"));
  }

  static List<KnownService> services() {
    return KnownService.ALL;
  }

  @ParameterizedTest
  @MethodSource("services")
  void theConfigurationForAServiceIsGood(KnownService service) throws IOException {
    Loaded.Good good = load(new FirstConfiguration(List.of(), List.of(service)));

    assertThat(good.hints()).isEmpty();
    assertThat(good.settings().rules())
        .extracting(rule -> rule.name().toString())
        .containsExactly("reload." + service.name());
  }

  @Test
  void aHostFullOfLogsGivesAGoodConfiguration() throws IOException {
    host()
        .log("/var/log/app/a.log", 10)
        .log("/var/log/web/a.log", 20)
        .log("/var/log/bad/a.log", 30)
        .log("/var/log/app.log", 0);
    host()
        .log("/var/log/App/1.log", 10)
        .log("/var/log/messages", 10)
        .log("/var/log/-/odd@name+x", 10)
        .process(1, "java", "/var/log/app/a.log", APPENDS)
        .process(2, "apache2", "/var/log/web/a.log", APPENDS)
        .process(3, "apache2", "/var/log/web/a.log", APPENDS)
        .process(4, "bad", "/var/log/bad/a.log", OVERWRITES)
        .mode("/var/log/bad", "rwxrwxrwx");

    FirstConfiguration found = host().found();
    Loaded.Good good = load(found);

    assertThat(good.settings().rules()).hasSize(found.size());
    assertThat(good.settings().rules())
        .extracting(Rule::name)
        .extracting(Object::toString)
        .contains("rotate.app", "rotate.app-2", "rotate.messages", "rotate.odd-name-x");
  }

  @Test
  void withoutARuleItIsTheDefaultAsItStands() throws IOException {
    assertThat(FirstConfiguration.NONE.text(template())).isEqualTo(template());
  }

  @Test
  void aRuleStandsInItsSectionBeforeTheExamples() throws IOException {
    FirstConfiguration found = host().log("/var/log/app.log", 10).found();

    assertThat(found.text(template()))
        .contains(
            """

            rotate:
              # As init found them: 1 log, 10 B, no program has it open.
              app:
                files: [/var/log/app.log]
            """)
        .contains("# More examples:\n#   app-logs:\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|1 3",
        "all|1 2 3",
        "ALL|1 2 3",
        "none|''",
        "2|2",
        "3 1|1 3",
        "1-2|1 2",
        "2-3, 1|1 2 3",
      })
  void anAnswerChooses(String answer, String chosen) throws IOException {
    assertThat(String.join(" ", ask(answer + "\n"))).isEqualTo(chosen);
  }

  @ParameterizedTest
  @CsvSource({"4", "0", "2-1", "x", "1 x", "99999999999", "1-9"})
  void anAnswerThatNamesNothingIsAskedForAgain(String answer) throws IOException {
    assertThat(ask(answer + "\n2\n")).containsExactly("2");
  }

  @Test
  void anEndOfTheInputChoosesNothing() {
    assertThatThrownBy(() -> ask("7\n")).isInstanceOf(EOFException.class);
  }

  @Test
  void logsAndServicesAreAskedForOneAfterTheOther() throws IOException {
    FirstConfiguration found =
        host()
            .log("/var/log/a.log", 20)
            .log("/var/log/b.log", 10)
            .file("/etc/nginx/nginx.conf", "")
            .program("/usr/sbin/nginx")
            .found();
    var shown = new StringWriter();

    FirstConfiguration chosen =
        found.chosen(new Questions(lines("2\nnone\n"), new PrintWriter(shown)));

    assertThat(chosen.logs()).extracting(FoundLogs::rule).containsExactly("b");
    assertThat(chosen.services()).isEmpty();
    assertThat(shown.toString())
        .contains("*  1  /var/log/a.log: 1 log, 20 B, no program has it open\n")
        .contains("*  1  nginx: nginx -t, then systemctl reload nginx.service\n");
  }

  private static List<String> ask(String answers) throws IOException {
    return new Questions(lines(answers), new PrintWriter(new StringWriter()))
        .choose("Which?", List.of("1", "2", "3"), each -> each, each -> !each.equals("2"));
  }

  private static BufferedReader lines(String text) {
    return new BufferedReader(new StringReader(text));
  }

  private FakeHost host() {
    return new FakeHost(root);
  }

  private Loaded.Good load(FirstConfiguration rules) throws IOException {
    return new Loading(root.resolve("etc/filereeve"), Map.of())
        .with("filereeve.yaml", rules.text(template()))
        .good();
  }

  private static String template() throws IOException {
    return Files.readString(Checkout.file("config/filereeve.yaml"));
  }
}
