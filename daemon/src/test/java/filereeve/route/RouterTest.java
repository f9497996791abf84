package filereeve.route;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.ArchiveNames;
import filereeve.event.Cause;
import filereeve.event.FileEvent;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final RuleName ALL = new RuleName("rotate", "all");
  private static final RuleName APP = new RuleName("rotate", "app");
  private static final RuleName CSV = new RuleName("compress", "csv");
  private static final RuleName NGINX = new RuleName("reload", "nginx");
  private static final RuleName MAIL = new RuleName("reload", "mail");

  private final Claims claims =
      new Claims(
          List.of(
              rotating(ALL, Optional.empty(), "/var/log/**/*.log"),
              new Claim(APP, globs("/var/log/app/*.log"), globs("/var/log/app/debug*"), true, true),
              new Claim(CSV, globs("/srv/*.csv"), List.of(), true, false),
              new Claim(
                  NGINX, globs("/etc/nginx/**", "/etc/tls/*.pem"), globs("/**/*.swp"), false, true),
              new Claim(MAIL, globs("/etc/tls/*.pem"), List.of(), false, true)));
  private final Router router = new Router(claims);

  @Test
  void aFileBelongsToTheMostSpecificRule() {
    assertThat(changed("/var/log/app/a.log")).containsExactly(file(APP, "/var/log/app/a.log"));
    assertThat(changed("/var/log/sub/a.log")).containsExactly(file(ALL, "/var/log/sub/a.log"));
  }

  @Test
  void whatIsIgnoredIsNeitherWatchedNorInput() {
    var pruned =
        new Claims(
            List.of(
                new Claim(
                    NGINX,
                    globs("/etc/ws/**"),
                    globs("/**/deps/**", "/etc/ws/lost+found", "/**/*~"),
                    false,
                    true)),
            new OwnFiles(Set.of(Path.of("/etc/ws/state")), Set.of(Path.of("/etc/ws/own.log"))));
    for (String directory : List.of("a/deps", "lost+found", "lost+found/x", "a~", "state")) {
      assertThat(pruned.reach(Path.of("/etc/ws", directory)).mayMatchBelow())
          .as(directory)
          .isFalse();
    }
    assertThat(pruned.reach(Path.of("/etc/ws")).in("a").mayMatchBelow()).isTrue();
    assertThat(pruned.reach(Path.of("/etc/ws")).in("a").in("deps").mayMatchBelow()).isFalse();
    for (String file :
        List.of("a/deps/x", "lost+found/x", "a.conf~", "state/lock", "own.log.2026-11-20")) {
      assertThat(new Router(pruned).route(new FileEvent.Changed(Path.of("/etc/ws", file))))
          .as(file)
          .isEmpty();
    }
    assertThat(new Router(pruned).route(new FileEvent.Changed(Path.of("/etc/ws/a.conf"))))
        .hasSize(1);
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
    for (String name : List.of(".a.log.filereeve-write", "a.log-20261121T000000Z", "a.log.1.gz")) {
      Path path = Path.of("/var/log/app").resolve(name);
      assertThat(claims.isOurs(path)).as(name).isTrue();
      assertThat(router.route(new FileEvent.Changed(path))).as(name).isEmpty();
      assertThat(claims.owner(path)).as(name).isEmpty();
    }
    assertThat(claims.isOurs(Path.of("/var/log/app/a.txt.1"))).isFalse();
    assertThat(claims.isOurs(Path.of("/"))).isFalse();
  }

  @Test
  void anArchiveOfOneRuleIsNoInputOfAnother() {
    var all =
        new Claims(List.of(rotating(ALL, Optional.empty(), "/srv/*.log"), claim(CSV, "/srv/**")));

    assertThat(all.owner(Path.of("/srv/a.log.1"))).isEmpty();
    assertThat(all.owner(Path.of("/srv/a.csv.1"))).contains(CSV);
  }

  @Test
  void logsWhoseArchivesComeIntoOneDirectoryAreToldApart() {
    var all =
        new Claims(
            List.of(
                rotating(ALL, Optional.of(Path.of("/srv/old")), "/srv/a/*.log"),
                rotating(APP, Optional.of(Path.of("old")), "/srv/{app,sys}.log")));
    Path old = Path.of("/srv/old");

    assertThat(all.otherLog(old, Path.of("/srv"), Path.of("app.log")))
        .contains(Path.of("/srv/a/app.log"));
    assertThat(all.otherLog(old, Path.of("/srv/a"), Path.of("app.log")))
        .contains(Path.of("/srv/app.log"));
    assertThat(all.otherLog(old, Path.of("/srv/a"), Path.of("web.log"))).isEmpty();
    assertThat(all.otherLog(Path.of("/srv/a"), old, Path.of("app.log"))).isEmpty();
  }

  @Test
  void aRuleThatRunsByScheduleOwnsItsFilesButIsNotTriggered() {
    assertThat(changed("/srv/a.csv")).isEmpty();
    assertThat(claims.owner(Path.of("/srv/a.csv"))).contains(CSV);
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
    assertThat(claims.roots())
        .containsExactly(
            Path.of("/etc/nginx"), Path.of("/etc/tls"), Path.of("/srv"), Path.of("/var/log"));
    assertThat(claims.reach(Path.of("/var")).mayMatchBelow()).isTrue();
    assertThat(claims.reach(Path.of("/var/log/a/b")).mayMatchBelow()).isTrue();
    assertThat(claims.reach(Path.of("/var/log/.git")).mayMatchBelow()).isFalse();
    assertThat(claims.reach(Path.of("/srv/sub")).mayMatchBelow()).isFalse();
    assertThat(claims.followsLink(Path.of("/etc/tls/a.pem"))).isTrue();
    assertThat(claims.followsLink(Path.of("/var/log/app/a.log"))).isFalse();
  }

  @Test
  void aPathCostsTheSameAmongTenThousandRulesAsAmongAHundred() {
    Claims hundred = rules(100);
    Claims tenThousand = rules(10_000);
    for (String path :
        List.of(
            "/var/log/app7/deep/down/file.log",
            "/var/log/app7/deep/old/file.log-20261121.gz",
            "/var/log/one/app7.log",
            "/var/log/one/app7.log.1",
            "/archive/app7.log.1",
            "/home/me/file.log.1")) {
      assertThat(tenThousand.comparisons(Path.of(path)))
          .as(path)
          .isEqualTo(hundred.comparisons(Path.of(path)))
          .isLessThan(30);
    }
  }

  /// A tree for each rule, and a single file for each in a directory that they share.
  private static Claims rules(int count) {
    return new Claims(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    Stream.of(
                        rotating(
                            new RuleName("rotate", "tree" + i),
                            Optional.of(Path.of("old")),
                            "/var/log/app" + i + "/**/*.log"),
                        rotating(
                            new RuleName("rotate", "file" + i),
                            Optional.of(Path.of("/archive")),
                            "/var/log/one/app" + i + ".log")))
            .flatMap(rules -> rules)
            .toList());
  }

  private static Claim claim(RuleName rule, String glob) {
    return new Claim(rule, globs(glob));
  }

  private static Claim rotating(RuleName rule, Optional<Path> directory, String glob) {
    var archives =
        new ArchiveClaim(
            ArchiveNames.standard(ZoneOffset.UTC),
            directory,
            directory.map(Set::of).orElse(Set.of()));
    return new Claim(rule, globs(glob), List.of(), true, true, Optional.of(archives));
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
