package filereeve.kind.rotate;

import filereeve.kind.rotate.RotateSettings.Destinations;
import filereeve.kind.rotate.RotateSettings.OnRemove;
import filereeve.process.Action;
import filereeve.rule.ActionKeys;
import filereeve.rule.CommonKeys;
import filereeve.schema.Key;
import filereeve.schema.Section;
import filereeve.schema.Types;
import filereeve.schema.Values;
import java.util.List;

/// What else happens to archives, when they are new and before they are removed.
final class ArchiveKeys {
  private static final String MAIL = "mail";

  private static final Key<String> MAIL_BEFORE =
      Key.optional(
          MAIL,
          CommonKeys.MAIL_ENTRY,
          "Mail it first, as it is, to this entry of `notify`. An archive that cannot be mailed, or"
              + " exceeds `max_size` there, is kept until an administrator acts.");
  private static final Key<List<String>> RUN_BEFORE =
      run(
          "Run this command first; only after it has succeeded is the archive removed."
              + " `<archive>` is its path, `<path>` the log's.");
  private static final Key<Boolean> SHRED =
      Key.of(
          "shred",
          Types.BOOLEAN,
          "false",
          "Overwrite it before it is deleted. A filesystem with a journal, snapshots or"
              + " copy-on-write, and an SSD, may keep old blocks all the same.");
  private static final Section<OnRemove> ON_REMOVE_SECTION =
      Section.of(
              "`on_remove`",
              List.<Key<?>>of(MAIL_BEFORE, RUN_BEFORE, SHRED),
              v -> new OnRemove(destinations(v, MAIL_BEFORE, RUN_BEFORE), v.get(SHRED)))
          .withCheck(v -> ActionKeys.checkCommand(v, RUN_BEFORE));

  private static final Key<String> MAIL_NEW =
      Key.optional(
          MAIL,
          CommonKeys.MAIL_ENTRY,
          "Mail each new archive once to this entry of `notify`, after its last writer has closed"
              + " it and it is compressed (if `compress` is on). One that exceeds `max_size` there"
              + " is named in the mail, not attached.");
  private static final Key<List<String>> RUN_NEW =
      run(
          "Run this command for each new archive, after its last writer has closed it and it is"
              + " compressed (if `compress` is on), verified and durable: to copy it to another"
              + " host, for example. `<archive>` is its path, `<path>` the log's. It is retried"
              + " until it succeeds, and the archive is kept until then. After a crash it can run"
              + " once more.");
  private static final Section<Destinations> ON_ARCHIVE_SECTION =
      Section.of(
              "`on_archive`",
              List.<Key<?>>of(MAIL_NEW, RUN_NEW),
              v -> destinations(v, MAIL_NEW, RUN_NEW))
          .withCheck(
              v -> {
                ActionKeys.checkCommand(v, RUN_NEW);
                if (!v.has(MAIL_NEW) && !v.has(RUN_NEW)) {
                  v.error("nothing says what happens to a new archive", "Add `mail` or `run`");
                }
              });

  static final Key<OnRemove> ON_REMOVE =
      Key.of(
          "on_remove",
          ON_REMOVE_SECTION,
          "{}",
          "What else happens before `keep` removes an archive.");
  static final Key<Destinations> ON_ARCHIVE =
      Key.optional("on_archive", ON_ARCHIVE_SECTION, "What else happens to a new archive.");

  private ArchiveKeys() {}

  private static Key<List<String>> run(String doc) {
    return Key.optional("run", ActionKeys.command(Hooks.PATH, Hooks.ARCHIVE), doc);
  }

  private static Destinations destinations(Values v, Key<String> mail, Key<List<String>> run) {
    return new Destinations(v.find(mail), v.find(run).map(Action.Run::new));
  }
}
