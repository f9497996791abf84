package filereeve.kind.rotate;

import filereeve.rule.CommonKeys;
import filereeve.schema.Key;
import filereeve.schema.Section;
import filereeve.schema.Types;
import java.util.List;

/// What else happens to archives, when they are new and when they go.
final class ArchiveKeys {
  private static final Key<Boolean> SHRED =
      Key.of(
          "shred",
          Types.BOOLEAN,
          "false",
          "Overwrite it before it goes. A filesystem with a journal, snapshots or copy-on-write,"
              + " and an SSD, may keep old blocks all the same.");

  private static final Key<String> MAIL_BEFORE =
      Key.optional(
          "mail",
          CommonKeys.MAIL_ENTRY,
          "Mail it first, as it is, to this entry of `notify`. What cannot be mailed, or is larger"
              + " than `max_size` there, stays until somebody sees to it.");
  private static final Section<OnRemove> ON_REMOVE_SECTION =
      Section.of(
          "`on_remove`",
          List.<Key<?>>of(MAIL_BEFORE, SHRED),
          v -> new OnRemove(v.find(MAIL_BEFORE), v.get(SHRED)));

  private static final Key<String> MAIL_NEW =
      Key.required(
          "mail",
          CommonKeys.MAIL_ENTRY,
          "Mail each new archive to this entry of `notify`: once, when nobody writes it any more"
              + " and it is compressed, if it is to be. One larger than `max_size` there is named"
              + " in the mail, not attached.");
  private static final Section<String> ON_ARCHIVE_SECTION =
      Section.of("`on_archive`", List.<Key<?>>of(MAIL_NEW), v -> v.get(MAIL_NEW));

  static final Key<OnRemove> ON_REMOVE =
      Key.of(
          "on_remove",
          ON_REMOVE_SECTION,
          "{}",
          "What else happens to an archive that `keep` removes.");
  static final Key<String> ON_ARCHIVE =
      Key.optional("on_archive", ON_ARCHIVE_SECTION, "What else happens to a new archive.");

  private ArchiveKeys() {}
}
