package filereeve.kind.rotate;

import filereeve.files.Directory;
import filereeve.files.Ownership;
import filereeve.files.RefusedException;
import filereeve.kind.rotate.RotateSettings.Create;
import filereeve.posix.AccessControlList;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// The attributes of new logs, as far as the rule sets them for all its logs.
record NewLog(Optional<Integer> mode, OptionalInt uid, OptionalInt gid) {
  private static final int ONLY_OURS = 0600;

  /// Resolves users and groups, which may be in a directory service.
  ///
  /// @throws IOException if there is no such user or group
  static NewLog of(Create create, Posix posix) throws IOException {
    OptionalInt uid = OptionalInt.empty();
    if (create.owner().isPresent()) {
      uid = known(posix.userId(create.owner().get()), "user", create.owner().get());
    }
    OptionalInt gid = OptionalInt.empty();
    if (create.group().isPresent()) {
      gid = known(posix.groupId(create.group().get()), "group", create.group().get());
    }
    return new NewLog(create.mode(), uid, gid);
  }

  private static OptionalInt known(OptionalInt id, String kind, String name) throws IOException {
    if (id.isEmpty()) {
      throw new RefusedException(
          "the %s \"%s\" does not exist. Create it, or change \"create\"".formatted(kind, name));
    }
    return id;
  }

  /// No other user can open it before it has its owner and mode.
  ///
  /// @param rotated has what the rule leaves out
  /// @param attributes the rotated file, if the new one gets its ACL and attributes, too: without
  ///   the ACL, the group would get the rights of everybody whom the list names
  void create(Posix posix, Directory directory, Path name, Stat rotated, Optional<Fd> attributes)
      throws IOException {
    Fd fd = directory.create(name, ONLY_OURS);
    try {
      Ownership.give(posix, fd, uid.orElse(rotated.uid()), gid.orElse(rotated.gid()));
      if (attributes.isPresent()) {
        if (posix.copyAttributes(attributes.get(), fd)) {
          removeMarks(posix, fd);
        }
      } else {
        AccessControlList.remove(posix, fd);
      }
      posix.chmod(fd, mode.orElse(rotated.permissions()));
    } finally {
      posix.close(fd);
    }
  }

  /// The rotated file is still to be delivered; the new one is not.
  private static void removeMarks(Posix posix, Fd fd) throws IOException {
    for (DeliveryMark mark : DeliveryMark.values()) {
      if (mark.isOn(posix, fd)) {
        mark.remove(posix, fd);
      }
    }
  }
}
