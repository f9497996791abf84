package filereeve.kind.compress;

import static filereeve.rule.CommonKeys.RESCAN;
import static filereeve.rule.CommonKeys.RETRY;
import static filereeve.rule.CommonKeys.SCHEDULE;
import static filereeve.rule.CommonKeys.TIMEOUT;

import filereeve.event.RuleName;
import filereeve.queue.Debounce;
import filereeve.replace.Existing;
import filereeve.route.Claim;
import filereeve.route.Glob;
import filereeve.rule.AccessKeys;
import filereeve.rule.CodecKeys;
import filereeve.rule.CommonKeys;
import filereeve.rule.GlobTypes;
import filereeve.rule.Rule;
import filereeve.schema.Key;
import filereeve.schema.Named;
import filereeve.schema.Section;
import filereeve.schema.Types;
import filereeve.schema.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The keys of a rule of the section `compress`.
final class CompressKeys {
  static final String NAME = "compress";

  /// The debounce's `max_wait`, in quiet times: then a file is inspected even if it still changes,
  /// and deferred.
  private static final int MAX_WAIT = 6;

  private record Ready(boolean noWriter, Duration quiet) {}

  static final Key<List<Glob>> FILES =
      Key.required(
          "files", GlobTypes.inputList("[/srv/exports/**/*.csv]"), "The files to compress.");
  private static final Key<Boolean> NO_WRITER =
      Key.of(
          "no_writer",
          Types.BOOLEAN,
          "true",
          "Wait until no process has it open for writing. A file that is open for over an hour"
              + " without a change is logged once.");
  private static final Key<Duration> QUIET =
      Key.of("quiet", Types.duration("0s"), "10s", "Wait until it has not changed for this long.");
  private static final Key<Ready> READY =
      Key.of(
          "ready",
          Section.of(
                  "`ready`",
                  List.<Key<?>>of(NO_WRITER, QUIET),
                  v -> new Ready(v.get(NO_WRITER), v.get(QUIET)))
              .withReserved("marker"),
          "{}",
          "When a file is finished. A compress rule has this instead of `debounce`.");
  private static final Key<Boolean> KEEP_ORIGINAL =
      Key.of("keep_original", Types.BOOLEAN, "false", "Keep the file beside its archive.");

  private static final Key<Existing> EXISTING =
      Key.of(
          "existing",
          Types.oneOf(Existing.class),
          "date",
          "What happens if an archive of other content has the name already, as with a nightly"
              + " dump: `date` keeps both, the new one as `NAME-20261130T013000Z.zst` (the file's"
              + " time, in UTC); `replace` keeps only the new one; `keep` keeps the archive and"
              + " fails, and the file stays.");

  private static final Section<Rule<CompressSettings>> RULE =
      Section.of(
              "a compress rule",
              List.<Key<?>>of(
                  FILES,
                  READY,
                  CodecKeys.CODEC,
                  CodecKeys.LEVEL,
                  CodecKeys.FRAME,
                  EXISTING,
                  KEEP_ORIGINAL,
                  AccessKeys.USER,
                  AccessKeys.GROUP,
                  AccessKeys.UNSAFE_DIRECTORY,
                  AccessKeys.EXECUTABLES,
                  RESCAN,
                  TIMEOUT,
                  RETRY,
                  SCHEDULE),
              CompressKeys::rule)
          .withCheck(CompressKeys::check)
          .withReserved("notify", "keep", "at_most", "archive_dir")
          .withRefused(CommonKeys.TIMER_WORDS)
          .withRefused(
              Map.of(
                  "settle",
                  "`settle` is called `debounce`, and a compress rule has none. Set `ready.quiet`"
                      + " instead",
                  "debounce",
                  "a compress rule has no `debounce`: a file waits until it is ready."
                      + " Set `ready.quiet` instead"));

  static final Key<List<Rule<CompressSettings>>> SECTION =
      Key.optional(NAME, new Named<>("rule", RULE), "Rules that compress finished files.");

  private CompressKeys() {}

  private static void check(Values v) {
    CodecKeys.check(v);
    AccessKeys.check(v);
  }

  private static Rule<CompressSettings> rule(Values v) {
    RuleName name = new RuleName(NAME, v.name());
    Ready ready = v.get(READY);
    var settings =
        new CompressSettings(
            name,
            v.get(FILES),
            ready.noWriter(),
            ready.quiet(),
            CodecKeys.codec(v),
            v.get(CodecKeys.LEVEL),
            v.get(EXISTING),
            v.get(KEEP_ORIGINAL),
            AccessKeys.access(v),
            v.has(SCHEDULE));
    var debounce = new Debounce(ready.quiet(), ready.quiet().multipliedBy(MAX_WAIT));
    var claim = new Claim(name, v.get(FILES), List.of(), true, !v.has(SCHEDULE));
    return CommonKeys.rule(claim, v, debounce, v.find(SCHEDULE), settings);
  }
}
