package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FailingRulesTest {
  private static final RuleName APP = new RuleName("rotate", "app");
  private static final RuleName NGINX = new RuleName("reload", "nginx");
  private static final Outcome DONE = new Outcome.Done();

  private final FailingRules rules = new FailingRules();

  @Test
  void aRuleFailsWhileOneOfItsKeysDoes() {
    assertThat(rules.ended(file("a"), new Outcome.Retry("x"))).isTrue();
    assertThat(rules.ended(file("b"), new Outcome.Failed("x"))).isFalse();
    assertThat(rules.ended(file("c"), DONE)).isFalse();
    assertThat(rules.ended(file("a"), DONE)).isFalse();
    assertThat(rules.ended(file("b"), new Outcome.Deferred(Duration.ZERO, "x"))).isFalse();
    assertThat(rules.all()).containsExactly(APP);

    assertThat(rules.ended(file("b"), new Outcome.Skipped("it is gone"))).isTrue();
    assertThat(rules.all()).isEmpty();
  }

  @Test
  void whatWasRefusedFailsUntilItIsGood() {
    var whole = new RunKey(NGINX, new Subject.Whole());
    assertThat(rules.ended(whole, new Outcome.Refused("x"))).isTrue();
    assertThat(rules.ended(whole, new Outcome.Refused("x"))).isFalse();
    assertThat(rules.all()).containsExactly(NGINX);
    assertThat(rules.ended(whole, DONE)).isTrue();
  }

  @Test
  void aRuleThatIsGoneFailsNoMore() {
    rules.ended(file("a"), new Outcome.Failed("x"));
    rules.ended(new RunKey(NGINX, new Subject.Whole()), new Outcome.Failed("x"));
    rules.keep(Set.of(NGINX));
    assertThat(rules.all()).containsExactly(NGINX);
  }

  @Test
  void aRuleWithManyKeysIsForgottenNeitherWayTooEarly() {
    for (int i = 0; i < 5_000; i++) {
      rules.ended(file("f" + i), new Outcome.Failed("x"));
    }
    rules.ended(file("f4999"), DONE);
    assertThat(rules.all()).containsExactly(APP);
  }

  private static RunKey file(String name) {
    return new RunKey(APP, new Subject.File(Path.of("/var/log", name)));
  }
}
