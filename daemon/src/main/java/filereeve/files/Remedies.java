package filereeve.files;

import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.NoSuchAccountException;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Explains failures of file operations to an administrator: whether a retry can help, and what to
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
                  "Create it, or correct \"user\" and \"group\". Filereeve retries it."));
      case PosixException call -> outcome(task, call);
      case RefusedException refused -> new Outcome.Failed(sentence(task, refused, ""));
      case AccessDeniedException denied -> outcome(task, call(denied, Errno.EACCES));
      case NoSuchFileException missing -> outcome(task, call(missing, Errno.ENOENT));
      default ->
          new Outcome.Retry(
              sentence(
                  task,
                  failure,
                  "Filereeve retries it. If it fails again, check the disk: journalctl -k."));
    };
  }

  /// The message of a JDK exception is only a path.
  private static PosixException call(FileSystemException failure, Errno errno) {
    return new PosixException("open", String.valueOf(failure.getFile()), errno);
  }

  private static Outcome outcome(String task, PosixException call) {
    String why = sentence(task, call, remedy(call.errno()));
    return isTransient(call.errno()) ? new Outcome.Retry(why) : new Outcome.Failed(why);
  }

  private static String sentence(String task, IOException cause, String remedy) {
    return "cannot %s: %s. %s".formatted(task, cause.getMessage(), remedy).strip();
  }

  private static boolean isTransient(Errno errno) {
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
      case ENOSPC -> "Free some space there. Filereeve retries it.";
      case EDQUOT -> "Raise the quota or free some space. Filereeve retries it.";
      case EIO -> "Check the disk: journalctl -k. Filereeve retries it.";
      case EROFS ->
          "Remount it read-write: mount -o remount,rw. journalctl -k shows why it is read-only."
              + " Under systemd, add the directory to ReadWritePaths=.";
      case EPERM, EACCES ->
          "Run the daemon as a user with this permission. Under systemd, add the directory to"
              + " ReadWritePaths=.";
      case EMFILE, ENFILE -> "Raise the limit of open files (LimitNOFILE=). Filereeve retries it.";
      case ELOOP -> "Name the target of the link instead.";
      case ENAMETOOLONG -> "Give the file a shorter name.";
      case EEXIST -> "Rename or remove one of the two files.";
      case ENOTDIR, EISDIR -> "Exclude it from the rule.";
      case EOPNOTSUPP, EINVAL, ENOTTY, ENOSYS -> "Exclude this filesystem from the rule.";
      case EXDEV -> "Name a directory on the same filesystem.";
      case ENOENT, ESRCH, ENXIO, EINTR, EBADF, EAGAIN, EBUSY, ENOTEMPTY, ENODATA, OTHER ->
          "Filereeve retries it.";
    };
  }
}
