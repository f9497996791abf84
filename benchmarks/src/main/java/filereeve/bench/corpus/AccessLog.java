package filereeve.bench.corpus;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// nginx in its `combined` format with the request's time after it: visitors that load a page and
/// what belongs to it, clients of an interface, crawlers, and scanners.
final class AccessLog implements LogKind {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss", Locale.ENGLISH);
  private static final int VISITORS = 150;

  /// Somebody who makes several requests in turn.
  private static final class Visitor {
    private final String address;
    private final String agent;
    private final List<String> requests = new ArrayList<>();
    private String page;
    private int left;

    Visitor(String address, String agent, String page, int left) {
      this.address = address;
      this.agent = agent;
      this.page = page;
      this.left = left;
    }
  }

  private final Dice dice;
  private final List<String> addresses;
  private final List<String> agents;
  private final List<String> pages;
  private final List<String> assets;
  private final List<String> origins;
  private final Visitor[] visitors = new Visitor[VISITORS];

  AccessLog(Dice dice) {
    this.dice = dice;
    this.addresses = many(20_000, dice::address);
    this.agents = many(600, () -> Words.agent(dice));
    this.pages = many(5_000, () -> Words.page(dice));
    this.assets = many(400, () -> Words.asset(dice));
    this.origins = many(300, () -> Words.origin(dice));
  }

  private static List<String> many(int count, java.util.function.Supplier<String> one) {
    return java.util.stream.Stream.generate(one).limit(count).toList();
  }

  @Override
  public int perSecond() {
    return 120;
  }

  @Override
  public void next(Line to, LocalDateTime now) {
    if (dice.oneIn(12)) {
      scanner(to, now);
      return;
    }
    int at = dice.below(VISITORS);
    Visitor visitor = visitors[at];
    if (visitor == null || visitor.left == 0) {
      visitor =
          new Visitor(
              dice.frequent(addresses),
              dice.frequent(agents),
              dice.oneIn(3) ? dice.any(origins) : "-",
              1 + dice.logNormal(15, 1));
      visitors[at] = visitor;
    }
    visitor.left--;
    if (visitor.requests.isEmpty()) {
      visit(to, now, visitor);
    } else {
      String asset = visitor.requests.removeLast();
      int size = Math.abs(asset.hashCode() % 190_000);
      boolean known = dice.oneIn(3);
      request(to, now, visitor.address, "GET", asset, known ? 304 : 200, known ? 0 : size);
      rest(to, visitor.page, visitor.agent);
    }
  }

  private void visit(Line to, LocalDateTime now, Visitor visitor) {
    String path = dice.frequent(pages);
    boolean api = path.startsWith("/api/");
    String method = api && dice.oneIn(4) ? "POST" : "GET";
    int status = dice.oneIn(25) ? 404 : dice.oneIn(40) ? 302 : dice.oneIn(300) ? 502 : 200;
    String full = dice.oneIn(3) ? path + Words.query(dice) : path;
    request(to, now, visitor.address, method, full, status, dice.logNormal(6_000, 1.1));
    rest(to, visitor.page, visitor.agent);
    visitor.page = "https://shop.example.com" + full;
    for (int i = api ? 0 : dice.below(8); i > 0; i--) {
      visitor.requests.add(dice.frequent(assets));
    }
  }

  private void scanner(Line to, LocalDateTime now) {
    String path = dice.oneIn(2) ? dice.any(pages) : "/" + dice.any(Words.NOUNS) + ".php";
    request(to, now, dice.any(addresses), "GET", path, dice.oneIn(3) ? 200 : 404, 153);
    rest(to, "-", dice.any(agents));
  }

  private void request(
      Line to,
      LocalDateTime now,
      String address,
      String method,
      String path,
      int status,
      int size) {
    to.add(address).add(" - - [").time(TIME, now).add(" +0000] \"").add(method).add(' ');
    to.add(path).add(" HTTP/").add(dice.oneIn(5) ? "1.1" : "2.0").add("\" ").add(status);
    to.add(' ').add(size);
  }

  private void rest(Line to, String referer, String agent) {
    int millis = dice.logNormal(8, 1.3);
    to.add(" \"").add(referer).add("\" \"").add(agent).add("\" ");
    to.add(millis / 1000).add('.').padded(millis % 1000, 3).add('\n');
  }
}
