package filereeve.route;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import filereeve.event.FileEvent;
import filereeve.event.RuleKind;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final RuleName ALL = new RuleName(RuleKind.ROTATE, "all");
  private static final RuleName APP = new RuleName(RuleKind.ROTATE, "app");
  private static final RuleName CSV = new RuleName(RuleKind.COMPRESS, "csv");
  private static final RuleName NGINX = new RuleName(RuleKind.RELOAD, "nginx");
  private static final RuleName MAIL = new RuleName(RuleKind.RELOAD, "mail");

  private final Router router =
      new Router(
          List.of(
              new Claim(ALL, globs("/var/log/**/*.log")),
              new Claim(APP, globs("/var/log/app/*.log"), globs("/var/log/app/debug*"), true),
              new Claim(CSV, globs("/srv/*.csv"), List.of(), false),
              new Claim(NGINX, globs("/etc/nginx/**", "/etc/tls/*.pem"), globs("/**/*.swp"), true),
              new Claim(MAIL, globs("/etc/tls/*.pem"))),
          path -> path.getFileName().toString().endsWith(".tmp.log"));

  @Test
  void aFileBelongsToTheMostSpecificRule() {
    assertThat(changed("/var/log/app/a.log")).containsExactly(file(APP, "/var/log/app/a.log"));
    assertThat(changed("/var/log/sub/a.log")).containsExactly(file(ALL, "/var/log/sub/a.log"));
  }

  @Test
  void whatTheMoreSpecificRuleIgnoresFallsToTheOther() {
    assertThat(changed("/var/log/app/debug.log"))
        .containsExactly(file(ALL, "/var/log/app/debug.log"));
  }

  @Test
  void everyReloadRuleThatWatchesAFileIsTriggeredAsAWhole() {
    assertThat(changed("/etc/tls/a.pem"))
        .containsExactlyInAnyOrder(whole(NGINX, Cause.CHANGE), whole(MAIL, Cause.CHANGE));
    assertThat(changed("/etc/nginx/.hidden")).isEmpty();
    assertThat(changed("/etc/nginx/a.swp")).isEmpty();
  }

  @Test
  void ourOwnFilesAreNeverInput() {
    assertThat(changed("/var/log/app/x.tmp.log")).isEmpty();
    assertThat(router.owner(Path.of("/var/log/app/x.tmp.log"))).isEmpty();
  }

  @Test
  void aRuleThatRunsByScheduleOwnsItsFilesButIsNotTriggered() {
    assertThat(changed("/srv/a.csv")).isEmpty();
    assertThat(router.owner(Path.of("/srv/a.csv"))).contains(CSV);
    assertThat(router.route(new FileEvent.Overflowed(Path.of("/srv"), "overflow"))).isEmpty();
  }

  @Test
  void aDeletedFileOrDirectoryConcernsReloadRulesOnly() {
    assertThat(deleted("/var/log/app/a.log")).isEmpty();
    assertThat(deleted("/etc/nginx/conf.d")).containsExactly(whole(NGINX, Cause.CHANGE));
    assertThat(deleted("/etc/nginx")).containsExactly(whole(NGINX, Cause.CHANGE));
    assertThat(deleted("/etc"))
        .containsExactlyInAnyOrder(whole(NGINX, Cause.CHANGE), whole(MAIL, Cause.CHANGE));
    assertThat(deleted("/etc/nginx/a.swp")).isEmpty();
  }

  @Test
  void lostEventsLeadToARescanOfTheRulesThatCanBeConcerned() {
    assertThat(lost("/")).extracting(t -> t.key().rule()).containsOnly(ALL, APP, NGINX, MAIL);
    assertThat(lost("/var/log/app"))
        .containsExactlyInAnyOrder(whole(ALL, Cause.RESCAN), whole(APP, Cause.RESCAN));
    assertThat(lost("/var/log/sub")).containsExactly(whole(ALL, Cause.RESCAN));
    assertThat(lost("/home")).isEmpty();
  }

  @Test
  void knowsWhatIsToBeWatched() {
    assertThat(router.roots())
        .containsExactly(
            Path.of("/etc/nginx"), Path.of("/etc/tls"), Path.of("/srv"), Path.of("/var/log"));
    assertThat(router.reach(Path.of("/var")).mayMatchBelow()).isTrue();
    assertThat(router.reach(Path.of("/var/log/a/b")).mayMatchBelow()).isTrue();
    assertThat(router.reach(Path.of("/var/log/.git")).mayMatchBelow()).isFalse();
    assertThat(router.reach(Path.of("/srv/sub")).mayMatchBelow()).isFalse();
    assertThat(router.followsLink(Path.of("/etc/tls/a.pem"))).isTrue();
    assertThat(router.followsLink(Path.of("/var/log/app/a.log"))).isFalse();
  }

  @Test
  void equallySpecificGlobsOfTwoRulesThatMeetAreAConflict() {
    var claims =
        List.of(
            new Claim(APP, globs("/var/log/a*.log")),
            new Claim(ALL, globs("/var/log/*b.log")),
            new Claim(CSV, globs("/var/log/*c.txt")),
            new Claim(NGINX, globs("/var/log/*b.log")));

    assertThat(Ownership.conflicts(claims))
        .containsExactly(
            new Ownership.Conflict(
                APP, claims.get(0).files().get(0), ALL, claims.get(1).files().get(0)));
  }

  @Test
  void globsOfOneRuleAndNestedGlobsAreNoConflict() {
    assertThat(
            Ownership.conflicts(
                List.of(
                    new Claim(APP, globs("/var/log/a*.log", "/var/log/*b.log")),
                    new Claim(ALL, globs("/var/log/**/*.log")))))
        .isEmpty();
  }

  @Test
  void hundredsOfRulesCostLittleMoreThanOne() {
    var claims = new ArrayList<Claim>();
    for (int i = 0; i < 500; i++) {
      claims.add(
          new Claim(
              new RuleName(RuleKind.ROTATE, "r" + i), globs("/var/log/app" + i + "/**/*.log")));
    }
    var many = new Router(claims, _ -> false);
    var one = new Router(List.of(claims.getLast()), _ -> false);

    assertThat(leastCost(many)).isLessThan(5 * leastCost(one));
  }

  /// CPU time of this thread alone, so that other work on the machine does not count.
  private static long leastCost(Router router) {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    var event = new FileEvent.Changed(Path.of("/var/log/app499/deep/down/file.log"));
    long least = Long.MAX_VALUE;
    for (int run = 0; run < 10; run++) {
      long start = thread.getCurrentThreadCpuTime();
      for (int i = 0; i < 2_000; i++) {
        router.route(event);
      }
      least = Math.min(least, thread.getCurrentThreadCpuTime() - start);
    }
    return least;
  }

  private List<Trigger> changed(String path) {
    return router.route(new FileEvent.Changed(Path.of(path)));
  }

  private List<Trigger> deleted(String path) {
    return router.route(new FileEvent.Deleted(Path.of(path)));
  }

  private List<Trigger> lost(String directory) {
    return router.route(new FileEvent.Overflowed(Path.of(directory), "overflow"));
  }

  private static Trigger file(RuleName rule, String path) {
    return new Trigger(rule, new Subject.File(Path.of(path)), Cause.CHANGE);
  }

  private static Trigger whole(RuleName rule, Cause cause) {
    return new Trigger(rule, new Subject.Whole(), cause);
  }

  private static List<Glob> globs(String... texts) {
    return Stream.of(texts).map(Glob::parse).toList();
  }
}
