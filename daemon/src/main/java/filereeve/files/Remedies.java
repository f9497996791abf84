package filereeve.files;

import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.NoSuchAccountException;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What a failure on files means to an administrator: whether trying again can help, and what to
/// do.
public final class Remedies {
  private Remedies() {}

  /// @param task verb and object, such as `compress /var/log/app.log`
  public static Outcome outcome(String task, IOException failure) {
    return switch (failure) {
      case NoSuchAccountException unknown ->
          new Outcome.Retry(
              sentence(
                  task,
                  unknown,
                  "Create it, or correct \"user\" and \"group\"; it is tried again."));
      case PosixException call -> outcome(task, call);
      case RefusedException refused -> new Outcome.Failed(sentence(task, refused, ""));
      case AccessDeniedException denied -> outcome(task, call(denied, Errno.EACCES));
      case NoSuchFileException gone -> outcome(task, call(gone, Errno.ENOENT));
      default ->
          new Outcome.Retry(
              sentence(
                  task, failure, "It is tried again; if it stays, check the disk and the memory."));
    };
  }

  /// The JDK's own words for a failed call are only a path.
  private static PosixException call(FileSystemException failure, Errno errno) {
    return new PosixException("open", String.valueOf(failure.getFile()), errno);
  }

  private static Outcome outcome(String task, PosixException call) {
    String why = sentence(task, call, remedy(call.errno()));
    return mayPass(call.errno()) ? new Outcome.Retry(why) : new Outcome.Failed(why);
  }

  private static String sentence(String task, IOException cause, String remedy) {
    return "cannot %s: %s. %s".formatted(task, cause.getMessage(), remedy).strip();
  }

  private static boolean mayPass(Errno errno) {
    return switch (errno) {
      case EPERM,
          EACCES,
          ENOTDIR,
          EISDIR,
          EINVAL,
          EROFS,
          ENAMETOOLONG,
          ENOSYS,
          ELOOP,
          EXDEV,
          EEXIST,
          ENOTTY,
          EOPNOTSUPP ->
          false;
      case ENOENT,
          ESRCH,
          ENXIO,
          EINTR,
          EIO,
          EBADF,
          EAGAIN,
          EBUSY,
          ENFILE,
          EMFILE,
          ENOSPC,
          ENOTEMPTY,
          ENODATA,
          EDQUOT,
          OTHER ->
          true;
    };
  }

  private static String remedy(Errno errno) {
    return switch (errno) {
      case ENOSPC -> "Free some space there; it is tried again.";
      case EDQUOT -> "Raise the quota or free some space; it is tried again.";
      case EIO -> "Look for the disk in the kernel's log (journalctl -k); it is tried again.";
      case EROFS -> "Mount the filesystem writable, and look into journalctl -k for why it is not.";
      case EPERM, EACCES ->
          "Let the daemon run as a user with the right to do it; under systemd, name the directory"
              + " in ReadWritePaths=.";
      case EMFILE, ENFILE -> "Raise the limit of open files (LimitNOFILE=); it is tried again.";
      case ELOOP -> "Name what the link leads to instead.";
      case ENAMETOOLONG -> "Give the file a shorter name.";
      case EEXIST -> "Move one of the two away.";
      case ENOTDIR, EISDIR -> "Leave it out of the rule.";
      case EOPNOTSUPP, EINVAL, ENOTTY, ENOSYS -> "Leave this filesystem out of the rule.";
      case EXDEV -> "Name a directory on the same filesystem.";
      case ENOENT, ESRCH, ENXIO, EINTR, EBADF, EAGAIN, EBUSY, ENOTEMPTY, ENODATA, OTHER ->
          "It is tried again.";
    };
  }
}
