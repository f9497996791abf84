package filereeve.kind.rotate;

import java.util.LinkedHashMap;
import java.util.Map;

/// What logrotate's words are called here, for people who bring their configuration along: each
/// with the reason why it is refused and, as the last sentence, what to write.
final class LogrotateWords {
  static final Map<String, String> PERIODS = periods();
  static final Map<String, String> ALL = all();

  private LogrotateWords() {}

  private static Map<String, String> periods() {
    var words = new LinkedHashMap<String, String>();
    add(words, "hourly", "when: {age: 1h}");
    add(words, "daily", "when: {age: 1d}");
    add(words, "weekly", "when: {age: 7d}");
    add(words, "monthly", "when: {schedule: {cron: \"@monthly\"}}");
    add(words, "yearly", "when: {schedule: {cron: \"@yearly\"}}");
    add(words, "minutes", "when: {age: 10m}");
    return words;
  }

  private static Map<String, String> all() {
    var words = new LinkedHashMap<>(periods());
    add(words, "size", "when: {size: 100 MiB}");
    add(words, "maxsize", "when: {size: 100 MiB, age: 1d}");
    add(words, "minsize", "min_size: 1 MiB");
    add(words, "rotate", "keep: {files: 14}");
    add(words, "maxage", "keep: {age: 90d}");
    add(words, "missingok", "missing: ok");
    add(words, "nomissingok", "missing: error");
    add(words, "nocompress", "compress: none");
    add(words, "delaycompress", "compress: {skip_newest: 1}");
    add(words, "nodelaycompress", "compress: {skip_newest: 0}");
    add(words, "compresscmd", "compress: {codec: gzip}");
    add(words, "compressext", "compress: {codec: gzip}");
    add(words, "compressoptions", "compress: {codec: gzip, level: 6}");
    add(words, "copytruncate", "method: copytruncate");
    add(words, "nocopytruncate", "method: rename");
    add(words, "olddir", "archive_dir: archive");
    add(words, "prerotate", "before: {run: [cmd, arg]}");
    add(words, "postrotate", "after: {run: [cmd, arg]}");
    add(words, "firstaction", "before: {run: [cmd, arg]} with hooks: once");
    add(words, "lastaction", "after: {run: [cmd, arg]} with hooks: once");
    add(words, "preremove", "on_remove: {run: [cmd, <archive>]}");
    add(words, "sharedscripts", "hooks: once");
    add(words, "nosharedscripts", "hooks: each");
    add(words, "dateext", "name: dated");
    add(words, "nodateext", "name: numbered");
    add(words, "dateformat", "name: \"<name>-<yyyy><MM><dd>\"");
    add(words, "extension", "name: \"<stem>-<yyyy><MM><dd><ext>\"");
    add(words, "su", "user: app");
    add(words, "shred", "on_remove: {shred: true}");
    add(words, "mail", "on_remove: {mail: NAME}");
    add(words, "maillast", "on_remove: {mail: NAME}");
    add(words, "mailfirst", "on_archive: {mail: NAME}");
    words.put("notifempty", "empty logs are never rotated. Remove it");
    words.put("ifempty", "empty logs are never rotated. Remove it");
    words.put("nocreate", "without `create` no new log is created. Remove it");
    words.put("endscript", "a command is one line here. Remove it");
    words.put(
        "createolddir",
        "a missing `archive_dir` is created if it is relative. For an absolute one, write"
            + " `create_archive_dir: true`");
    words.put(
        "noolddir", "archives are kept beside the log unless `archive_dir` is set. Remove it");
    add(words, "dateyesterday", "date: previous");
    add(words, "nodateyesterday", "date: end");
    add(words, "addextension", "name: \"<stem>-<yyyy><MM><dd><ext>\"");
    words.put("nocreateolddir", "an absolute `archive_dir` is not created anyway. Remove it");
    words.put("minage", "a log is rotated by its size or age only. Remove it");
    words.put(
        "copy",
        "a log is moved or emptied, never only copied. Remove it, or write `method: copytruncate`");
    words.put("nocopy", "a log is never only copied. Remove it");
    words.put("renamecopy", "an `archive_dir` may be on another filesystem without it. Remove it");
    words.put("norenamecopy", "it has no meaning here. Remove it");
    words.put("noshred", "without `on_remove: {shred: true}` nothing is overwritten. Remove it");
    words.put("shredcycles", "how often a file is overwritten cannot be set. Remove it");
    words.put("allowhardlink", "a log with several names is always skipped. Remove it");
    words.put("noallowhardlink", "a log with several names is always skipped. Remove it");
    words.put("uncompresscmd", "archives are read back by the program itself. Remove it");
    words.put("datehourago", "`date: previous` dates an archive by the period before. Write that");
    words.put("nodatehourago", "an archive is dated by its rotation. Remove it");
    words.put("nomail", "without `on_remove: {mail: NAME}` nothing is mailed. Remove it");
    words.put(
        "include",
        "only the main file includes others. Write it at its top: include: [conf.d/*.yaml]");
    words.put("tabooext", "`include` takes a glob, such as conf.d/*.yaml. Remove it");
    words.put("taboopat", "`include` takes a glob, such as conf.d/*.yaml. Remove it");
    words.put("errors", "it has no meaning here. Remove it");
    words.put("ignoreduplicates", "the most specific glob owns a log. Remove it");
    return words;
  }

  private static void add(Map<String, String> words, String word, String here) {
    words.put(word, "`%s` is `%s`. Write that".formatted(word, here));
  }
}
