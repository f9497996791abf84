package filereeve.rule;

import filereeve.files.Directory;
import filereeve.files.RefusedException;
import filereeve.posix.AccessControlList;
import filereeve.posix.Account;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.route.Glob;
import filereeve.sandbox.Grant;
import filereeve.sandbox.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// With whose permissions a rule accesses files, which directories it works in, and whether
/// programs are files for it.
///
/// @param account whose permissions are enough; empty means the program's own
/// @param acceptsUnsafe whether root may work where others can write
/// @param acceptsExecutables whether a program may be reached by a wildcard
public record Access(Optional<Account> account, boolean acceptsUnsafe, boolean acceptsExecutables) {
  public static final Access OWN = new Access(Optional.empty(), false, false);

  private static final int ROOT = 0;

  /// What the permissions take.
  public Needs needs() {
    return account.isPresent() ? Needs.of(Grant.ACT_AS_USERS) : Needs.NONE;
  }

  /// The calls of the program with the rule's permissions.
  public Posix posix(Posix own) {
    return account.map(own::actingAs).orElse(own);
  }

  /// Refuses a directory in which another user could swap files while root works on them.
  ///
  /// @throws RefusedException if the effective user is root, and others, a group that is not root's
  ///   or users of an access control list can write to the directory
  public void requireSafe(Directory directory, Posix posix) throws IOException {
    if (acceptsUnsafe || posix.effectiveUser() != ROOT) {
      return;
    }
    Stat stat = posix.stat(directory.fd());
    if (stat.othersMayWrite()) {
      throw unsafe(directory, "everybody");
    }
    if (stat.groupMayWrite() && stat.gid() != ROOT) {
      throw unsafe(directory, "its group (gid " + stat.gid() + ")");
    }
    if (stat.groupMayWrite() && AccessControlList.isOn(posix, directory.fd())) {
      throw unsafe(directory, "users of its access control list (getfacl)");
    }
  }

  /// Why a file must not be touched; empty if it may be. In a directory of one user, a file of a
  /// third one could be anything that the first has put there.
  public Optional<String> problem(Directory directory, Stat file, Posix posix) throws IOException {
    if (acceptsUnsafe || file.uid() == ROOT || posix.effectiveUser() != ROOT) {
      return Optional.empty();
    }
    int owner = posix.stat(directory.fd()).uid();
    return owner == ROOT || owner == file.uid()
        ? Optional.empty()
        : Optional.of(
            "it belongs to user %d, and the directory to user %d, who can swap it. Let one user own both, or set \"user\", or \"unsafe_directory: accept\""
                .formatted(file.uid(), owner));
  }

  /// Why archives of a log must not go to a directory; empty if they may. Its owner can remove them
  /// or swap them, so it must be somebody who can do that with the log.
  ///
  /// @param logs the log's directory
  public Optional<String> problem(Directory archives, Directory logs, Stat log, Posix posix)
      throws IOException {
    if (acceptsUnsafe || archives == logs || posix.effectiveUser() != ROOT) {
      return Optional.empty();
    }
    int owner = posix.stat(archives.fd()).uid();
    return List.of(ROOT, log.uid(), posix.stat(logs.fd()).uid()).contains(owner)
        ? Optional.empty()
        : Optional.of(
            "it belongs to user %d, and the directory for its archives, %s, to user %d, who can remove or swap them. Let root or one user own both, or set \"user\", or \"unsafe_directory: accept\""
                .formatted(log.uid(), archives.path(), owner));
  }

  /// Why a file must not be touched; empty if it may be. A program is no input unless the rule
  /// names it: a wildcard that reaches further than was meant would take from the host what it
  /// runs.
  ///
  /// @param files the rule's globs
  /// @param open the file at `path`, opened for reading
  public Optional<String> problem(List<Glob> files, Path path, Fd open, Posix posix)
      throws IOException {
    if (acceptsExecutables || files.stream().anyMatch(glob -> glob.matchesByName(path))) {
      return Optional.empty();
    }
    Stat file = posix.stat(open);
    if (file.isExecutable()) {
      return Optional.of(
          "it can be executed (mode %04o), and only a wildcard leads to it. If it is no program, run: chmod a-x %s. Else name it in \"files\", or set \"executables: accept\""
              .formatted(file.mode(), path));
    }
    return Executables.isProgram(posix, open)
        ? Optional.of(
            "it begins as a program does, and only a wildcard leads to it. Exclude it from"
                + " \"files\", or name it there, or set \"executables: accept\"")
        : Optional.empty();
  }

  private static RefusedException unsafe(Directory directory, String who) {
    return new RefusedException(
        "the directory %s is writable by %s, so root must not work in it. Set its mode to 0755, or set \"user\" to a user who can write to it, or \"unsafe_directory: accept\""
            .formatted(directory.path(), who));
  }
}
