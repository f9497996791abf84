package filereeve.kind.rotate;

import static filereeve.schema.Types.ordered;

import filereeve.archive.FreeSpace;
import filereeve.archive.Keep;
import filereeve.schema.Key;
import filereeve.schema.Node.Kind;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.schema.Type;
import filereeve.schema.Types;
import filereeve.units.Size;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// `keep` of a rotate rule.
final class KeepKeys {
  private static final Type<FreeSpace> FREE_SPACE =
      new ScalarType<>(
          "share or size",
          "a share such as 10%, or a size such as 10 GiB",
          "Write a share such as 10%, or a number and a unit, such as \"10 GiB\"",
          Set.of(Kind.TEXT, Kind.NUMBER),
          FreeSpace::parse,
          ordered(
              "type",
              "string",
              "pattern",
              "^ *([1-9][0-9]? *%|[0-9]+(\\.[0-9]+)? *(B|[KMGT]i?B)) *$|\\$\\{"));

  private static final Key<Integer> FILES =
      Key.optional(
          "files", Types.whole(0, 1_000_000), "At most this many. Only 0 removes the newest, too.");
  private static final Key<Duration> AGE =
      Key.optional(
          "age",
          Types.duration("1m"),
          "At most this old. The newest is always kept, and so is one that is dated in the future."
              + " For an hour after the host's clock was set, none is removed.");
  private static final Key<Size> TOTAL =
      Key.optional(
          "total",
          Types.SIZE,
          "At most this much in all, as they are on disk. The newest is always kept.");
  private static final Key<FreeSpace> FREE =
      Key.optional(
          "free",
          FREE_SPACE,
          "While the filesystem that they are on has less free space than this, the oldest archives"
              + " of the rule are removed, of whichever log. Of several users' archives, those of"
              + " the user whose archives take the most space are removed first. The newest of each"
              + " log is kept.");

  static final Section<Keep> SECTION =
      Section.of(
          "`keep`",
          List.<Key<?>>of(FILES, AGE, TOTAL, FREE),
          v ->
              new Keep(
                  v.find(FILES).map(OptionalInt::of).orElse(OptionalInt.empty()),
                  v.find(AGE),
                  v.find(TOTAL),
                  v.find(FREE)));

  private KeepKeys() {}
}
