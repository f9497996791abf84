package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void whatTheDaemonAnswersHasNoControlSequencesWhereverItIs() {
    String name = "a\u001b]0;title\u0007\nstate: fine";

    Map<String, Object> visible =
        Terminal.visible(
            Map.of("a", name, "b", List.of(name, Map.of("c", name)), "d", 5L, "e", true));

    assertThat(visible).containsEntry("d", 5L).containsEntry("e", true);
    assertThat(visible.toString())
        .contains("title", "state: fine")
        .doesNotContain("\u001b", "\u0007", "\n");
  }
}
