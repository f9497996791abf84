package filereeve.bench.corpus;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// One JSON object a line, as services in containers write: a request goes through several services
/// under one trace number.
final class JsonLog implements LogKind {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH);

  /// A service, its pods, and what it says while it answers.
  private record Service(String name, List<String> pods, List<String> messages) {}

  private final Dice dice;
  private final List<Service> services = new ArrayList<>();
  private final Chains chains;

  JsonLog(Dice dice) {
    this.dice = dice;
    for (int i = 0; i < 150; i++) {
      services.add(service());
    }
    this.chains = new Chains(dice, 6, this::request);
  }

  private Service service() {
    String name = dice.any(Words.NOUNS) + "-service";
    var pods = new ArrayList<String>();
    String version = hex(9);
    for (int i = 0; i < 4; i++) {
      pods.add(
          "%s-%s-%s\",\"namespace\":\"%s\",\"node\":\"worker-%02d.cluster.example.com\",\"image\":\"registry.example.com/shop/%s:1.%d.%d"
              .formatted(
                  name,
                  version,
                  hex(5),
                  dice.oneIn(3) ? "staging" : "production",
                  dice.below(40),
                  name,
                  dice.below(60),
                  dice.below(9)));
    }
    var messages = new ArrayList<String>();
    for (int i = 3 + dice.below(6); i > 0; i--) {
      messages.add(
          "\"logger\":\"com.example.%s.%s\",\"message\":\"%s %s for %s\""
              .formatted(
                  dice.any(Words.NOUNS),
                  dice.any(Words.NOUNS),
                  dice.any(Words.NOUNS),
                  dice.any(Words.VERBS),
                  dice.any(Words.NOUNS)));
    }
    return new Service(name, pods, messages);
  }

  @Override
  public int perSecond() {
    return 100;
  }

  @Override
  public void next(Line to, LocalDateTime now) {
    to.add("{\"timestamp\":\"").time(TIME, now).add("\",").add(chains.next()).add("}\n");
  }

  private void request(Consumer<String> lines) {
    String trace = hex(32);
    String path = "/api/v1/" + dice.frequent(Words.NOUNS) + "s/" + dice.rank(200_000);
    int customer = 10_000 + dice.rank(500_000);
    for (int hop = 1 + dice.below(4); hop > 0; hop--) {
      Service service = dice.frequent(services);
      String common =
          "\"level\":\"%s\",\"service\":\"%s\",\"pod\":\"%s\",\"trace_id\":\"%s\",\"span_id\":\"%s\","
              .formatted(
                  dice.oneIn(30) ? "warn" : "info",
                  service.name(),
                  dice.any(service.pods()),
                  trace,
                  hex(16));
      for (String message : service.messages()) {
        lines.accept("%s%s,\"customer\":%d".formatted(common, message, customer));
      }
      lines.accept(
          ("%s\"message\":\"request"
                  + " handled\",\"http\":{\"method\":\"%s\",\"path\":\"%s\",\"status\":%d,"
                  + "\"bytes\":%d},\"duration_ms\":%d.%d")
              .formatted(
                  common,
                  dice.oneIn(4) ? "POST" : "GET",
                  path,
                  dice.oneIn(60) ? 500 : 200,
                  dice.logNormal(2_000, 1),
                  dice.logNormal(12, 1),
                  dice.below(10)));
    }
  }

  private String hex(int digits) {
    var text = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      text.append(Character.forDigit(dice.below(16), 16));
    }
    return text.toString();
  }
}
