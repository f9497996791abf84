package filereeve.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "app-logs", "app_1.log", "a--", "a.."})
  void lettersDigitsAndAFewSignsAreAName(String name) {
    assertThat(new RuleName("rotate", name)).hasToString("rotate." + name);
  }

  static String[] noNames() {
    return new String[] {
      "",
      ".",
      "..",
      "../x",
      "a/b",
      "a/../../b",
      "-x",
      "_",
      "A",
      "a b",
      "a\n",
      "a\0",
      "\u00e4",
      "a".repeat(101)
    };
  }

  /// It becomes the name of a file, in directories of root.
  @ParameterizedTest
  @MethodSource("noNames")
  void whatCouldLeadToAnotherFileIsNoName(String name) {
    assertThatThrownBy(() -> new RuleName("rotate", name))
        .hasMessageContaining("is not the name of a rule");
  }
}
