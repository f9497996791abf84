package filereeve.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is known of a glob without a path to match: its root, its directories, and the globs that
/// it meets.
class GlobReachTest {
  @ParameterizedTest
  @CsvSource({
    "/var/log/a.log,/var/log/a.log",
    "/var/log/*.log,/var/log",
    "/var/log/**/*.log,/var/log",
    "/var/lo[g]/a,/var",
    "'/var/log/{a,b}/x',/var/log",
    "'/var/{log,log/x}/*',/var/log",
    "/var/a\\*b/*,/var/a*b",
    "/**,/",
  })
  void rootIsTheFixedPartOfThePath(String glob, String root) {
    assertThat(Glob.parse(glob).root()).isEqualTo(Path.of(root));
  }

  @ParameterizedTest
  @CsvSource({
    "/var/log/*.log,/,true",
    "/var/log/*.log,/var,true",
    "/var/log/*.log,/var/log,true",
    "/var/log/*.log,/var/log/x,false",
    "/var/log/*.log,/var/spool,false",
    "/var/log/**,/var/log/x/y,true",
    "/var/log/**,/var/log/.git,false",
    "/srv/*/logs/*.log,/srv/a,true",
    "/srv/*/logs/*.log,/srv/a/logs,true",
    "/srv/*/logs/*.log,/srv/a/data,false",
    "/srv/a.log,/srv/a.log,false",
    "'/srv/{a,b/c}/*.log',/srv/b,true",
    "'/srv/{a,b/c}/*.log',/srv/b/d,false",
  })
  void knowsWhetherADirectoryCanLeadToAMatch(String glob, String directory, boolean may) {
    assertThat(Glob.parse(glob).mayMatchBelow(Path.of(directory))).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({
    "/var/log/*.log,/var/log/a.log,true",
    "/var/log/*.log,/var/log/*.txt,false",
    "/var/log/a*,/var/log/*b,true",
    "/var/log/a*,/var/log/b*,false",
    "/var/log/a?c,/var/log/ab,false",
    "/var/log/a?c,/var/log/[a-b]*,true",
    "/var/log/[a-m],/var/log/[n-z],false",
    "/var/log/[a-m],/var/log/[m-z],true",
    "/var/log/[!a-z],/var/log/[a-z],false",
    "/var/log/[!a-z],/var/log/[!0-9],true",
    "/var/log/*,/var/log/.x,false",
    "/var/log/.*,/var/log/*,false",
    "/var/log/.*,/var/log/.x,true",
    "/var/log/?x,/var/log/.x,false",
    "/var/log/**,/var/log/x/y/*.log,true",
    "/var/log/**,/var/log/x/.y/*.log,false",
    "/var/log/**/a,/var/log/**/b,false",
    "/var/log/**/a/*,/var/log/b/**,true",
    "/var/log/**/x.log,/var/**/log/*.log,true",
    "/var/log/*,/var/log/*/*,false",
    "/var/log/**,/var/log,false",
    "'/var/log/{a,b}','/var/log/{b,c}',true",
    "'/var/log/{a,b}','/var/log/{c,d}',false",
    "/var/log/*,/var/spool/*,false",
    "/**,/x/y,true",
  })
  void knowsWhetherTwoGlobsCanMatchTheSamePath(String one, String other, boolean meet) {
    assertThat(Glob.parse(one).intersects(Glob.parse(other))).isEqualTo(meet);
    assertThat(Glob.parse(other).intersects(Glob.parse(one))).isEqualTo(meet);
  }

  /// Against all short paths of a small alphabet: what matches both must be found, and what is said
  /// to meet must have such a path.
  @Test
  void agreesWithTryingAllShortPaths() {
    List<Path> paths = shortPaths();
    var random = new Random(7);
    for (int round = 0; round < 400; round++) {
      Glob one = Glob.parse(randomGlob(random));
      Glob other = Glob.parse(randomGlob(random));
      boolean met = paths.stream().anyMatch(p -> one.matches(p) && other.matches(p));
      assertThat(one.intersects(other)).as(one + " and " + other).isEqualTo(met);
      agreesWithTheIndex(one, other, paths);
      for (String directory : List.of("/a", "/b", "/.a", "/a/b")) {
        boolean below =
            paths.stream()
                .anyMatch(
                    p ->
                        p.startsWith(directory)
                            && !p.endsWith(directory)
                            && p.getNameCount() > Path.of(directory).getNameCount()
                            && one.matches(p));
        if (below) {
          assertThat(one.mayMatchBelow(Path.of(directory))).as(one + " in " + directory).isTrue();
        }
      }
    }
  }

  private static void agreesWithTheIndex(Glob one, Glob other, List<Path> paths) {
    var index = new GlobIndex<Boolean>();
    index.add(one, true);
    index.add(other, true);
    for (Path path : paths) {
      var found = new HashSet<Glob>();
      index.matching(path, (glob, _) -> found.add(glob));
      assertThat(found)
          .as("%s of %s and %s", path, one, other)
          .isEqualTo(
              Stream.of(one, other).filter(g -> g.matches(path)).collect(Collectors.toSet()));
      assertThat(index.at(path).mayMatchBelow())
          .as("in %s of %s and %s", path, one, other)
          .isEqualTo(one.mayMatchBelow(path) || other.mayMatchBelow(path));
    }
  }

  private static List<Path> shortPaths() {
    var names = List.of("a", "b", ".a", "aa", "ab", "ba", "bb", ".b", "aab", "abb", "bab", "c");
    var paths = new ArrayList<Path>();
    for (String x : names) {
      paths.add(Path.of("/" + x));
      for (String y : names) {
        paths.add(Path.of("/" + x + "/" + y));
        for (String z : names) {
          paths.add(Path.of("/" + x + "/" + y + "/" + z));
        }
      }
    }
    return paths;
  }

  private static String randomGlob(Random random) {
    var names = List.of("a", "b", "*", "?", "a*", "*b", "[!a]", "[a-b]?", "{a,.a}", "**", ".*");
    var glob = new StringBuilder();
    int parts = 1 + random.nextInt(2);
    for (int i = 0; i < parts; i++) {
      glob.append('/').append(names.get(random.nextInt(names.size())));
    }
    return glob.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/*.log, /srv",
    "/srv/a/*.log, /srv/a",
    "/srv/a/app.log, /srv/a",
    "/app.log, /",
    "'/srv/{a,b}.log', /srv",
    "/srv/*/app.log, ''",
    "/srv/**, ''",
    "/srv/**/app.log, ''",
    "'/srv/{a,b}/*.log', ''",
  })
  void whatIsInOneDirectoryIsKnown(String glob, String directory) {
    assertThat(Glob.onlyDirectory(List.of(Glob.parse(glob))))
        .isEqualTo(Optional.of(directory).filter(f -> !f.isEmpty()).map(Path::of));
  }

  @Test
  void severalGlobsAreInOneDirectoryIfAllNameTheSame() {
    Glob a = Glob.parse("/srv/*.log");
    assertThat(Glob.onlyDirectory(List.of(a, Glob.parse("/srv/x")))).contains(Path.of("/srv"));
    assertThat(Glob.onlyDirectory(List.of(a, Glob.parse("/srv/x/y")))).isEmpty();
    assertThat(Glob.onlyDirectory(List.of(a, Glob.parse("/srv/*/y")))).isEmpty();
  }
}
