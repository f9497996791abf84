package filereeve.files;

import filereeve.event.Outcome;
import filereeve.posix.Errno;
import filereeve.posix.NoSuchAccountException;
import filereeve.posix.Obstacle;
import filereeve.posix.PosixException;
import filereeve.posix.UntrustedLinkException;
import filereeve.systemd.ServiceUnit;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Explains failures of file operations to an administrator: whether a retry can help, and what to
/// do.
public final class Remedies {
  /// What may be closed by the unit, and not by the host. The last sentence.
  private static final String SANDBOX = " Under systemd, run: " + ServiceUnit.OPEN + ".";

  private static final String AGAIN = "If it fails again, check the disk: journalctl -k.";

  private Remedies() {}

  /// @param task verb and object, such as `compress /var/log/app.log`
  public static Outcome outcome(String task, IOException failure) {
    return switch (failure) {
      case NoSuchAccountException unknown ->
          new Outcome.Retry(
              sentence(task, unknown, "Create it, or correct \"user\" and \"group\"."));
      case UntrustedLinkException link ->
          new Outcome.Failed(
              sentence(task, link, "Name the directory that it leads to, or set \"user\"."));
      case PosixException call -> outcome(task, call);
      case RefusedException refused -> new Outcome.Failed(sentence(task, refused, ""));
      case AccessDeniedException denied -> outcome(task, call(denied, Errno.EACCES));
      case NoSuchFileException missing -> outcome(task, call(missing, Errno.ENOENT));
      default ->
          new Outcome.Retry(
              sentence(task, failure, "If it fails again, check the disk: journalctl -k."));
    };
  }

  /// The message of a JDK exception is only a path.
  private static PosixException call(FileSystemException failure, Errno errno) {
    return new PosixException("open", String.valueOf(failure.getFile()), errno);
  }

  private static Outcome outcome(String task, PosixException call) {
    Optional<Obstacle> obstacle = call.obstacle();
    Advice advice = obstacle.isPresent() ? advice(obstacle.get()) : advice(call.errno());
    return advice.canRetry
        ? new Outcome.Retry(sentence(task, call, advice.remedy))
        : new Outcome.Failed(sentence(task, call, advice.remedy));
  }

  private static String sentence(String task, IOException cause, String remedy) {
    return "cannot %s: %s. %s".formatted(task, cause.getMessage(), remedy).strip();
  }

  /// @param canRetry whether the same operation can succeed later without a change of the rule or
  ///   of permissions
  private record Advice(boolean canRetry, String remedy) {}

  private static Advice retry(String remedy) {
    return new Advice(true, remedy);
  }

  private static Advice fail(String remedy) {
    return new Advice(false, remedy);
  }

  private static Advice advice(Obstacle obstacle) {
    return switch (obstacle.kind()) {
      case IMMUTABLE -> fail("Remove the attribute: chattr -i " + obstacle.path() + ".");
      case APPEND_ONLY -> fail("Remove the attribute: chattr -a " + obstacle.path() + ".");
      case MOUNT_POINT ->
          fail(
              "Mount its directory instead; a log can also be rotated by \"method:"
                  + " copytruncate\".");
      case NO_INODES ->
          retry("Delete files there that nobody needs: df -i " + obstacle.path() + ".");
      case READ_ONLY_MOUNT -> fail("Mount it writable: mount -o remount,bind,rw." + SANDBOX);
    };
  }

  private static Advice advice(Errno errno) {
    return switch (errno) {
      case ENOSPC -> retry("Free some space there.");
      case EDQUOT -> retry("Raise the quota or free some space.");
      case EIO -> retry("Check the disk: journalctl -k.");
      case EUCLEAN, EBADMSG -> fail("The filesystem is damaged: unmount it and run fsck.");
      case EROFS ->
          fail(
              "If the filesystem itself is read-only, remount it: mount -o remount,rw."
                  + " journalctl -k shows whether an error made it so."
                  + SANDBOX);
      case EACCES ->
          fail("Give the daemon's user permission: namei -l shows what each directory allows.");
      case EPERM -> fail("Only the file's owner or root may do this." + SANDBOX);
      case EMFILE, ENFILE -> retry("Raise the limit of open files: LimitNOFILE=.");
      case ENOMEM, ENOBUFS -> retry("Free some memory, or raise MemoryMax=.");
      case ENOTCONN, ESTALE, EHOSTDOWN, ETIMEDOUT -> retry("Check the mount, and mount it again.");
      case ELOOP -> fail("It is a symbolic link: name its target instead.");
      case ENAMETOOLONG -> fail("Give the file a shorter name.");
      case EEXIST -> fail("Rename or remove one of the two files.");
      case ENOTDIR, EISDIR -> fail("Exclude it from the rule.");
      case EOPNOTSUPP, EINVAL, ENOTTY, ENOSYS -> fail("Exclude this filesystem from the rule.");
      case EXDEV -> fail("Name a directory on the same filesystem.");
      case E2BIG -> retry("Raise the limit of a command's arguments: LimitSTACK=8M.");
      case EFBIG -> fail("Raise the limit of a file's size: LimitFSIZE=.");
      case EMLINK -> fail("Remove hard links or subdirectories there.");
      case ENOKEY -> fail("Unlock the encrypted directory: fscrypt unlock.");
      case ENOENT, ENODEV, ENXIO, ESRCH, ENODATA ->
          retry("It was removed meanwhile: create it again if it is needed.");
      case EBUSY, ETXTBSY, EAGAIN, ENOTEMPTY ->
          retry("Another program is using it: fuser -v names it.");
      case EINTR,
          ENOEXEC,
          EBADF,
          EPIPE,
          ENOLCK,
          EOVERFLOW,
          EMSGSIZE,
          EADDRINUSE,
          ECONNABORTED,
          ECONNRESET,
          ECONNREFUSED,
          OTHER ->
          retry(AGAIN);
    };
  }
}
