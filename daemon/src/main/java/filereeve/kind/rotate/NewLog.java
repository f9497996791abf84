package filereeve.kind.rotate;

import filereeve.files.RefusedException;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/// What the file that takes a rotated log's place is like.
record NewLog(int mode, int uid, int gid) {
  /// The part that the rule settles for all its logs.
  record Wanted(Optional<Integer> mode, OptionalInt uid, OptionalInt gid) {
    /// @throws IOException if there is no such user or group
    static Wanted of(Create create, Posix posix) throws IOException {
      OptionalInt uid = OptionalInt.empty();
      if (create.owner().isPresent()) {
        uid = known(posix.userId(create.owner().get()), "user", create.owner().get());
      }
      OptionalInt gid = OptionalInt.empty();
      if (create.group().isPresent()) {
        gid = known(posix.groupId(create.group().get()), "group", create.group().get());
      }
      return new Wanted(create.mode(), uid, gid);
    }

    private static OptionalInt known(OptionalInt id, String kind, String name) throws IOException {
      if (id.isEmpty()) {
        throw new RefusedException(
            "this host has no %s \"%s\". Make it, or name another in \"create\""
                .formatted(kind, name));
      }
      return id;
    }

    /// What is left out is taken from the rotated file.
    NewLog after(Stat rotated) {
      return new NewLog(
          mode.orElse(rotated.mode()), uid.orElse(rotated.uid()), gid.orElse(rotated.gid()));
    }
  }
}
