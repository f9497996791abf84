package filereeve.kind.rotate;

import filereeve.event.Cause;
import java.util.stream.Stream;

/// The name of the new archive, and those to which the numbered ones move up.
class NumbersPlanTest extends PlanTable {
  static Stream<Row> rows() {
    return Stream.of(
        row(
            "numbered archives move up, the highest first",
            disk("app.log", "app.log.1", "app.log.2.gz"),
            r -> r.naming(Naming.NUMBERED),
            Cause.OPERATOR,
            rotate(
                "operator",
                "require free app.log.3",
                "rename app.log.2.gz to app.log.3.gz",
                "rename app.log.1 to app.log.2",
                "rename app.log to app.log.1")),
        row(
            "they move up to the lowest free number",
            disk("app.log", "app.log.1", "app.log.3"),
            r -> r.naming(Naming.NUMBERED),
            Cause.OPERATOR,
            rotate(
                "operator",
                "require free app.log.2",
                "rename app.log.1 to app.log.2",
                "rename app.log to app.log.1")),
        row(
            "after an interruption only those below the gap still move",
            disk("app.log", "app.log.2", "app.log.3"),
            r -> r.naming(Naming.NUMBERED),
            Cause.OPERATOR,
            rotate("operator", "require free app.log.1", "rename app.log to app.log.1")),
        row(
            "numbers below a new start come first",
            disk("app.log", "app.log.0", "app.log.1"),
            r -> r.naming(new Naming.Numbered(1)),
            Cause.OPERATOR,
            rotate(
                "operator",
                "require free app.log.3 and app.log.2",
                "rename app.log.1 to app.log.3",
                "rename app.log.0 to app.log.2",
                "rename app.log to app.log.1")),
        row(
            "numbers may start at 0",
            disk("app.log", "app.log.0"),
            r -> r.naming(new Naming.Numbered(0)),
            Cause.OPERATOR,
            rotate(
                "operator",
                "require free app.log.1",
                "rename app.log.0 to app.log.1",
                "rename app.log to app.log.0")),
        row(
            "the second archive of a second gets the next name",
            disk("app.log", "app.log-20261121T120000Z.zst"),
            r -> r,
            Cause.OPERATOR,
            rotate(
                "operator",
                "require free app.log-20261121T120000Z_02",
                "rename app.log to app.log-20261121T120000Z_02")),
        row(
            "a pattern of one's own keeps the extension",
            disk("app.log"),
            r -> r.pattern(FORMER),
            Cause.OPERATOR,
            rotate(
                "operator", "require free app-20261121.log", "rename app.log to app-20261121.log")),
        row(
            "an archive in two variants becomes one before it moves",
            disk("app.log", "app.log.1", "app.log.1.gz"),
            r -> r.naming(Naming.NUMBERED),
            Cause.OPERATOR,
            plan(
                "join variants: compare app.log.1 and app.log.1.gz",
                rotate(
                    "operator",
                    "require free app.log.2",
                    "rename app.log.1 to app.log.2",
                    "rename app.log.1.gz to app.log.2.gz",
                    "rename app.log to app.log.1"),
                "compress: compress app.log.2")));
  }
}
