package filereeve.bench.corpus;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// A Java service with logback: threads, classes, request numbers, and now and then a stack trace.
final class ApplicationLog implements LogKind {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ENGLISH);
  private static final List<String> PARTS =
      List.of(
          "Service", "Repository", "Controller", "Client", "Listener", "Job", "Cache", "Mapper");
  private static final List<String> EXCEPTIONS =
      List.of(
          "java.net.SocketTimeoutException: Read timed out",
          "org.springframework.dao.DataIntegrityViolationException: could not execute statement",
          "java.lang.IllegalStateException: the session has ended",
          "java.util.concurrent.TimeoutException: no answer within 3000 ms",
          "java.lang.NullPointerException: Cannot invoke \"Object.toString()\" because it is null");
  private static final List<String> FRAMEWORK =
      List.of(
          "java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:104)",
          "java.base/java.lang.reflect.Method.invoke(Method.java:565)",
          "org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:255)",
          "org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089)",
          "org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:885)",
          "org.apache.catalina.core.ApplicationFilterChain.doFilter(ApplicationFilterChain.java:140)",
          "org.apache.catalina.core.StandardHostValve.invoke(StandardHostValve.java:116)",
          "org.apache.coyote.http11.Http11Processor.service(Http11Processor.java:397)",
          "java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1090)",
          "java.base/java.lang.Thread.run(Thread.java:1474)");

  /// What the program does for one kind of request: always the same classes, in the same order.
  private record Route(String path, List<String> statements) {}

  private final Dice dice;
  private final List<Route> routes = new ArrayList<>();
  private final Chains chains;
  private int order = 4_000_000;

  ApplicationLog(Dice dice) {
    this.dice = dice;
    for (int i = 0; i < 250; i++) {
      routes.add(route());
    }
    this.chains = new Chains(dice, 5, this::request);
  }

  private Route route() {
    String noun = dice.any(Words.NOUNS);
    var statements = new ArrayList<String>();
    for (int i = 3 + dice.below(9); i > 0; i--) {
      String type =
          "com.example.shop.%s.%s.%s%s"
              .formatted(
                  noun, dice.any(Words.NOUNS), capital(dice.any(Words.NOUNS)), dice.any(PARTS));
      String level = dice.oneIn(15) ? "WARN " : dice.oneIn(3) ? "DEBUG" : "INFO ";
      String text =
          "%s #O %s by %s %s"
              .formatted(
                  capital(dice.any(Words.NOUNS)),
                  dice.any(Words.VERBS),
                  dice.any(Words.NOUNS),
                  dice.any(Words.NOUNS));
      String more =
          switch (dice.below(5)) {
            case 0 -> " for customer #C in #T ms";
            case 1 -> ": status=" + dice.any(Words.VERBS).toUpperCase(Locale.ROOT);
            case 2 -> ", " + dice.any(Words.NOUNS) + " " + dice.any(Words.VERBS) + " (#N rows)";
            case 3 -> " for customer #C, " + dice.any(Words.NOUNS) + " #N";
            default -> "";
          };
      statements.add(level + " [#W] [#R] " + type + " - " + text + more);
    }
    return new Route("/api/v1/" + noun + "s/", statements);
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  @Override
  public int perSecond() {
    return 90;
  }

  @Override
  public void next(Line to, LocalDateTime now) {
    to.time(TIME, now).add(' ').add(chains.next()).add('\n');
  }

  private void request(Consumer<String> lines) {
    order += dice.below(3);
    Route route = dice.frequent(routes);
    String about = Integer.toString(order - dice.rank(5_000));
    String customer = Integer.toString(10_000 + dice.rank(80_000));
    String worker = "http-nio-8080-exec-" + (1 + dice.below(40));
    String number = "%08x".formatted(dice.below(Integer.MAX_VALUE));
    for (String statement : route.statements()) {
      lines.accept(
          statement
              .replace("#W", worker)
              .replace("#R", number)
              .replace("#O", about)
              .replace("#C", customer)
              .replace("#T", Integer.toString(dice.logNormal(14, 1)))
              .replace("#N", Integer.toString(dice.rank(300))));
    }
    if (dice.oneIn(40)) {
      lines.accept(
          "ERROR [%s] [%s] com.example.shop.web.ErrorHandler - GET %s%s failed\n%s"
              .formatted(worker, number, route.path(), about, trace(route)));
    }
  }

  private String trace(Route route) {
    var text = new StringBuilder(dice.frequent(EXCEPTIONS));
    for (String statement : route.statements()) {
      String type = statement.substring(statement.indexOf("com."), statement.indexOf(" - "));
      text.append("\n\tat ").append(type);
      text.append(".handle(").append(type.substring(type.lastIndexOf('.') + 1));
      text.append(".java:").append(20 + dice.rank(30)).append(')');
    }
    FRAMEWORK.forEach(frame -> text.append("\n\tat ").append(frame));
    return text.toString();
  }
}
