package filereeve.rule;

import filereeve.posix.Account;
import filereeve.schema.Key;
import filereeve.schema.Types;
import filereeve.schema.Values;

/// The keys of a rule for its access to files.
public final class AccessKeys {
  enum Executable {
    SKIP,
    ACCEPT
  }

  enum UnsafeDirectory {
    REFUSE,
    ACCEPT
  }

  public static final Key<String> USER =
      Key.optional(
          "user",
          Types.ACCOUNT_NAME,
          "Access files with this user's permissions only, by name: for directories that others"
              + " than root can write, which are refused without it.");
  public static final Key<String> GROUP =
      Key.optional(
          "group",
          Types.ACCOUNT_NAME,
          "With `user`: act in this group too, such as `adm` for logs that belong to it.");
  public static final Key<UnsafeDirectory> UNSAFE_DIRECTORY =
      Key.of(
          "unsafe_directory",
          Types.oneOf(UnsafeDirectory.class),
          "refuse",
          "Without `user`, where others than root and the owner can write to a directory: `refuse`"
              + " it, or `accept` that they can swap one file there for another. Even then no"
              + " symbolic link is followed, only regular files with one name are touched, and no"
              + " file is replaced.");

  public static final Key<Executable> EXECUTABLES =
      Key.of(
          "executables",
          Types.oneOf(Executable.class),
          "skip",
          "Where only a wildcard leads to a file that can be executed, or that begins as a program"
              + " or script does: `skip` it, or `accept` it as any other. A file whose path `files`"
              + " names without a wildcard is always accepted.");

  private AccessKeys() {}

  public static void check(Values v) {
    if (v.has(GROUP) && !v.has(USER)) {
      v.error(GROUP, "`group` has no effect without `user`", "Add user");
    }
  }

  public static Access access(Values v) {
    return new Access(
        v.find(USER).map(user -> new Account(user, v.find(GROUP))),
        v.get(UNSAFE_DIRECTORY) == UnsafeDirectory.ACCEPT,
        v.get(EXECUTABLES) == Executable.ACCEPT);
  }
}
