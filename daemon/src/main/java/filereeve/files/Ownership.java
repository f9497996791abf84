package filereeve.files;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;

/// Gives new files their owner and group.
public final class Ownership {
  private Ownership() {}

  /// @throws RefusedException if the permissions do not suffice: only root may give a file to
  ///   another user, and others only to groups that they are in
  public static void give(Posix posix, Fd file, int uid, int gid) throws IOException {
    Stat now = posix.stat(file);
    if (now.uid() == uid && now.gid() == gid) {
      return;
    }
    try {
      posix.chown(file, uid, gid);
    } catch (PosixException e) {
      throw e.errno() == Errno.EPERM ? refused(e, now, uid, gid) : e;
    }
  }

  private static RefusedException refused(PosixException cause, Stat now, int uid, int gid) {
    String remedy =
        now.uid() == uid
            ? "User %d is not in group %d, which the log belongs to: set \"group\" to it, or give the log another group"
                .formatted(now.uid(), gid)
            : "Only root may give a file to user %d: let user %d own the log, or set \"user\" to its owner"
                .formatted(uid, now.uid());
    return new RefusedException("%s. %s".formatted(cause.getMessage(), remedy));
  }
}
