package filereeve.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent over the control socket.
class ProtocolTest {
  @Test
  void aRequestIsReadAsItWasWritten() throws IOException {
    var request =
        new ControlRequest(
            "run-now", Map.of("rule", "rotate.\"ä\n", "wait", true, "some", List.of(1L)));

    assertThat(request.line()).startsWith("{\"version\":1,\"command\":\"run-now\"");
    assertThat(request.line()).doesNotContain("\n");
    assertThat(ControlRequest.parse(request.line())).isEqualTo(request);
    assertThat(request.text("rule")).contains("rotate.\"ä\n");
    assertThat(request.text("wait")).isEmpty();
  }

  @Test
  void anAnswerIsReadAsItWasWritten() throws IOException {
    Answer result = new Answer.Result(Map.of("rules", List.of(Map.of("a", "b")), "n", 5L));
    Answer refusal = new Answer.Refusal(78, "it is bad.", List.of("f.yaml:1: x", "f.yaml:2: y"));

    assertThat(Answer.parse(result.line())).isEqualTo(result);
    assertThat(Answer.parse(refusal.line())).isEqualTo(refusal);
    assertThat(refusal.line())
        .isEqualTo(
            "{\"error\":{\"code\":78,\"message\":\"it is bad.\",\"details\":[\"f.yaml:1:"
                + " x\",\"f.yaml:2: y\"]}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it does not begin with {",
        "[] | it does not begin with {",
        "status | it is no JSON",
        "{\"command\":\"status\"} | it has no \"version\"",
        "{\"version\":2,\"command\":\"status\"} | this daemon understands version 1 only",
        "{\"version\":\"1\",\"command\":\"status\"} | this daemon understands version 1 only",
        "{\"version\":1} | it has no \"command\"",
        "{\"version\":1,\"command\":7} | it has no \"command\"",
        "{\"version\":1,\"command\":null} | it has a value that is no text",
        "{\"version\":1,\"command\":\"status\"} x | it is no JSON",
        "{\"version\":1,\"command\":\"status\"}{} | something follows",
        "{\"version\":1,\"command\":\"sta | it is no JSON",
        "{\"version\":99999999999999999999} | it is no JSON"
      })
  void whatIsNoRequestIsRefusedWithTheReason(String line, String why) {
    assertThatThrownBy(() -> ControlRequest.parse(line))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void noDepthOfNestingExhaustsTheStack() {
    assertThatThrownBy(() -> ControlRequest.parse("{\"version\":" + "[".repeat(10_000)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"result\":1}", "{\"error\":{\"code\":\"x\"}}", "oops"})
  void whatIsNoAnswerIsAnError(String line) {
    assertThatThrownBy(() -> Answer.parse(line)).isInstanceOf(IOException.class);
  }
}
