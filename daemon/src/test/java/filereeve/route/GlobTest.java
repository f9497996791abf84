package filereeve.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '"',
      value = {
        "/var/log/a.log /var/log/a.log",
        "/var/log/*.log /var/log/a.log",
        "/var/log/*.log \"/var/log/two words\nand a line.log\"",
        "/var/log/* /var/log/a",
        "/var/log/a* /var/log/a",
        "/var/log/*a*b*c /var/log/abxaybzc",
        "/var/log/a?c /var/log/abc",
        "/var/log/a?c /var/log/aüc",
        "/var/log/a?c /var/log/a😀c",
        "/var/log/[a-cx].log /var/log/b.log",
        "/var/log/[a-cx].log /var/log/x.log",
        "/var/log/[!a-c].log /var/log/d.log",
        "/var/log/[^a-c].log /var/log/d.log",
        "/var/log/a[]]b /var/log/a]b",
        "/var/log/a[!]]b /var/log/axb",
        "/var/log/a[-x]b /var/log/a-b",
        "/var/log/a[x-]b /var/log/a-b",
        "/var/log/a[*]b /var/log/a*b",
        "/var/log/a[{,}]b /var/log/a{b",
        "/var/log/a[{,}]b /var/log/a,b",
        "/var/log/a\\*b /var/log/a*b",
        "/var/log/a\\{b /var/log/a{b",
        "/var/log/a,b /var/log/a,b",
        "/var/log/{a,b}.log /var/log/b.log",
        "/var/log/{a,b{c,d}}.log /var/log/bd.log",
        "/var/{log,spool/x}/*.log /var/spool/x/a.log",
        "/var/log/a{,.1}.log /var/log/a.log",
        "/var/log/**/*.log /var/log/a.log",
        "/var/log/**/*.log /var/log/x/y/z/a.log",
        "/var/log/**/x/**/*.log /var/log/a/x/b/c/a.log",
        "/var/log/** /var/log/a",
        "/var/log/** /var/log/x/y/a",
        "/var/log/.* /var/log/.hidden",
        "/var/log/{.a,b}* /var/log/.ab",
        "/var/log/.x/** /var/log/.x/a",
        "/a.b+c(d)|e^f$g@h%i&j /a.b+c(d)|e^f$g@h%i&j",
        "/** /a",
      })
  void matches(String glob, String path) {
    assertThat(Glob.parse(glob).matches(Path.of(path))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/var/log/*.log /var/log/x/a.log",
        "/var/log/*.log /var/log/a.logs",
        "/var/log/*.log /var/log/.log",
        "/var/log/*.log /var/log/.a.log",
        "/var/log/?a /var/log/.a",
        "/var/log/[.]a /var/log/.a",
        "/var/log/[!x]a /var/log/.a",
        "/var/log/a.log /var/log/aXlog",
        "/var/log/a?c /var/log/ac",
        "/var/log/[a-c] /var/log/d",
        "/var/log/[!a-c] /var/log/b",
        "/var/log/{a,b} /var/log/c",
        "/var/log/a\\*b /var/log/axb",
        "/var/log/** /var/log",
        "/var/log/** /var/log/.x/a",
        "/var/log/** /var/log/x/.a",
        "/var/log/**/*.log /var/log/.x/a.log",
        "/var/log/**/x/*.log /var/log/a/x/y/a.log",
        "/var/log/A /var/log/a",
        "/** /",
      })
  void doesNotMatch(String glob, String path) {
    assertThat(Glob.parse(glob).matches(Path.of(path))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "log/*.log; the path must be absolute",
        "; the path must be absolute",
        "/var/[a; a \"[\" without \"]\"",
        "/var/[]; a \"[\" without \"]\"",
        "/var/[a/b]; a \"[\" without \"]\" in its name",
        "/var/{a,b; a \"{\" without \"}\"",
        "/var/a}; a \"}\" without \"{\"",
        "/var/../log; \"..\" is not allowed",
        "/var/./log; \".\" is not allowed",
        "/var/{log,..}; \"..\" is not allowed",
        "/var//log; an empty name",
        "/var/log/; an empty name",
        "/; an empty name",
        "/var/{a,}; an empty name",
        "/var/[z-a]; the range \"z-a\" runs backwards",
        "/var/[[:alpha:]]; classes such as [:alpha:]",
        "/var/a**b; \"**\" must stand alone",
        "/var/a\\; nothing after it",
        "{/var,log}/x; the path must be absolute",
        "/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*;"
            + " more than 62 names after the first wildcard",
        "/{1,2,3,4,5,6,7,8,9,0}{1,2,3,4,5,6,7,8,9,0}{1,2,3,4,5,6,7,8,9,0}{a,b}; more than 1000",
      })
  void refusesWhatCannotMatchAndSaysWhy(String glob, String why) {
    String text = glob == null ? "" : glob;
    assertThatThrownBy(() -> Glob.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("\"" + text + "\"");
  }

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

  @ParameterizedTest
  @ValueSource(strings = {"/a b/*?[x]{y},\\z", "/plain", "/with\nline"})
  void literalMatchesOnePathOnly(String path) {
    Glob glob = Glob.literal(Path.of(path));

    assertThat(glob.root()).isEqualTo(Path.of(path));
    assertThat(glob.isLiteral()).isTrue();
    assertThat(glob.matches(Path.of(path))).isTrue();
  }

  @Test
  void theMoreSpecificComesFirst() {
    var sorted =
        List.of(
            "/var/log/app/a.log",
            "/var/log/app/*.log",
            "/var/log/app/*",
            "/var/log/*.log",
            "/var/log/**/*.log",
            "/var/log/**",
            "/var/**");
    var globs = new ArrayList<>(sorted.reversed().stream().map(Glob::parse).toList());

    globs.sort(Glob.MOST_SPECIFIC_FIRST);

    assertThat(globs.stream().map(Glob::toString)).containsExactlyElementsOf(sorted);
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
