package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void withoutACommandItNamesOneAndListsThem() {
    assertThat(run()).isEqualTo(64);

    assertThat(err.toString())
        .startsWith("filereeve: which command? Such as: filereeve check\nUsage: filereeve ")
        .contains("  systemd-paths ");
  }

  @Test
  void aMistypedCommandIsGuessed() {
    assertThat(run("chekc")).isEqualTo(64);

    assertThat(err.toString()).contains("Did you mean: filereeve check");
  }

  @Test
  void eachCommandKnowsItsVersion() {
    assertThat(run("check", "--version")).isZero();

    assertThat(out.toString()).startsWith("filereeve ");
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
