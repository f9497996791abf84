package filereeve.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a glob matches, refuses, and comes before.
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
}
