package filereeve.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The system calls that the program depends on. Everything durable goes through here, so that a
/// test can count the calls, fail the k-th, or stop the program after it.
///
/// Names are single parts of a path (`app.log`), taken relative to an open directory, so that no
/// path is resolved twice; a name's bytes are exactly the path's, valid UTF-8 or not. A call that a
/// signal interrupts (`EINTR`) is repeated, but for [#close] and [#collapse], which may have had
/// their effect: these fail. Every failure of a call is a [PosixException].
///
/// Thread: safe for use by many threads.
public interface Posix {
  /// Opens a directory by its whole path. A symbolic link on the way is followed where only root,
  /// or the user whose permissions are used, could have made it.
  ///
  /// @throws UntrustedLinkException if another link is on the way
  Fd openDirectory(Path directory) throws IOException;

  /// Opens a file or directory in a directory.
  ///
  /// @param mode of a file that is created; the umask reduces it with [Open#READ_WRITE_CREATE] and
  ///   [Open#APPEND_CREATE] only
  Fd open(Fd directory, Path name, Open how, int mode) throws IOException;

  void close(Fd fd) throws IOException;

  /// Reads from where the last read ended.
  ///
  /// @return how many bytes, 0 at the end
  int read(Fd fd, byte[] into, int offset, int length) throws IOException;

  /// Reads from a position until the array's part is full or the file ends; where [#read] continues
  /// does not change.
  ///
  /// @return how many bytes, fewer than `length` only at the end
  int readAt(Fd fd, byte[] into, int offset, int length, long position) throws IOException;

  /// Reads from a position into what is left of a buffer outside the heap, until it is full or the
  /// file ends, and moves the buffer's own position.
  ///
  /// @return how many bytes
  int readAt(Fd fd, ByteBuffer into, long position) throws IOException;

  /// Writes all of it.
  void write(Fd fd, byte[] from, int offset, int length) throws IOException;

  /// Writes all that is left of a buffer outside the heap, and moves the buffer's own position.
  void write(Fd fd, ByteBuffer from) throws IOException;

  /// Memory outside the heap, taken from the host only where it is touched.
  NativeMemory memory(int bytes) throws IOException;

  /// Sets a file's length.
  void truncate(Fd fd, long size) throws IOException;

  /// Removes whole blocks from the middle or the head of a file, so that what is behind them moves
  /// up. Whoever appends (`O_APPEND`) meanwhile notices nothing.
  ///
  /// Fails with `EOPNOTSUPP` or `EINVAL` where that is not possible; then nothing has been done.
  /// After a power cut in the middle, the file can have a [#hole] of this length, and what is
  /// behind it has not moved.
  void collapse(Fd fd, long offset, long length) throws IOException;

  /// The first part of a file without blocks; empty if the whole file has them.
  Optional<Hole> hole(Fd fd) throws IOException;

  /// How many bytes of a file are not in holes. In a file of very many parts, at least as many.
  long written(Fd fd) throws IOException;

  /// Where the first byte at or after this offset is that is not in a hole; empty if the rest of
  /// the file is one. Moves the place of [#read].
  OptionalLong nextWritten(Fd fd, long offset) throws IOException;

  /// Lengthens a file to this size by a hole, and moves the place of [#write] behind it.
  void extend(Fd fd, long size) throws IOException;

  /// Where on the device the byte at this offset is; empty if it is unknown: a filesystem without
  /// addresses, a hole, content inside the inode. The file's content is stored first.
  OptionalLong blockAddress(Fd fd, long offset) throws IOException;

  Filesystem filesystem(Fd fd) throws IOException;

  /// Returns when the file's data and attributes, or the directory's entries, are on stable
  /// storage.
  void sync(Fd fd) throws IOException;

  /// Starts to write a file's data to stable storage and does not wait for it: before [#sync] of
  /// many files, so that the disk can write them together. A hint: an error is left to [#sync],
  /// which reports it.
  void beginSync(Fd fd) throws IOException;

  Stat stat(Fd fd) throws IOException;

  /// The attributes of a name, of a symbolic link itself; empty if there is no such name.
  Optional<Stat> stat(Fd directory, Path name) throws IOException;

  /// What an open file or directory is mounted by.
  Mount mount(Fd fd) throws IOException;

  /// Visits the names in a directory, without `.` and `..`, in no order. Takes no memory for them.
  void list(Fd directory, Consumer<Path> visit) throws IOException;

  /// The names in a directory that is known to be small.
  default List<Path> list(Fd directory) throws IOException {
    var names = new ArrayList<Path>();
    list(directory, names::add);
    return names;
  }

  /// Renames, and never replaces: `EEXIST` if the new name is taken. Where the filesystem cannot do
  /// that in one step (NFS, some of FUSE), a hard link and an unlink do it.
  void rename(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException;

  /// Renames, and replaces what has the new name in one step.
  void replace(Fd fromDirectory, Path from, Fd toDirectory, Path to) throws IOException;

  /// Swaps what two names lead to, in one step: there is no moment when one of them is missing.
  ///
  /// @throws PosixException `EINVAL` where the filesystem cannot (NFS, some of FUSE)
  void swap(Fd oneDirectory, Path one, Fd otherDirectory, Path other) throws IOException;

  void unlink(Fd directory, Path name) throws IOException;

  /// @param mode without what the umask withholds
  void mkdir(Fd directory, Path name, int mode) throws IOException;

  void chmod(Fd fd, int mode) throws IOException;

  void chown(Fd fd, int uid, int gid) throws IOException;

  void setTimes(Fd fd, Instant accessed, Instant modified) throws IOException;

  /// Copies the extended attributes, ACLs among them: all that the target's filesystem can hold,
  /// but for labels (`security.*`, `trusted.*`) that this process may not set. Without an ACL on
  /// the source, the target has none: the default list of its directory would let others read it.
  ///
  /// @return whether the target has any now
  boolean copyAttributes(Fd from, Fd to) throws IOException;

  /// The space of the filesystem that an open file or directory is on.
  Space space(Fd fd) throws IOException;

  /// One of a file's own extended attributes, `user.*`; empty if it has none of this name.
  ///
  /// @throws PosixException `EOPNOTSUPP` where the filesystem has none at all, here and below
  Optional<String> attribute(Fd fd, String name) throws IOException;

  void setAttribute(Fd fd, String name, String value) throws IOException;

  /// Removes an attribute that is there.
  void removeAttribute(Fd fd, String name) throws IOException;

  /// Whether any process has this file, opened for reading here, open for writing.
  Writers writers(Fd fd) throws IOException;

  /// Takes a lease on the file, opened for reading and writing here: whoever opens it waits until
  /// [#endLease], or for `/proc/sys/fs/lease-break-time` (45 s).
  ///
  /// @return false if another process has it open, or the filesystem or a missing capability does
  ///   not allow it
  boolean leaseAlone(Fd fd) throws IOException;

  void endLease(Fd fd) throws IOException;

  /// Takes the exclusive lock of an open file, held until it is closed.
  ///
  /// @return false if another process has it
  boolean lock(Fd fd) throws IOException;

  /// Opens a pipe, whose ends never block and are closed by [#close].
  Pipe pipe() throws IOException;

  /// Reads what is in a pipe, and never waits for more.
  ///
  /// @return how many bytes, 0 when all writers have closed it, -1 when it is empty
  int readPipe(Fd reader, byte[] into) throws IOException;

  /// Starts a program as the leader of a session and process group of its own: in `/`, with nothing
  /// on standard input, with all signals at their default, and without any descriptor but the
  /// three.
  ///
  /// @param argv the program's name first; texts as [PathBytes#text] makes them
  /// @param environment `NAME=value`
  /// @param output a pipe's, for its standard output and error
  /// @return the process id; [#exitStatus] has to be called until the process has ended
  int spawn(Path program, List<String> argv, List<String> environment, Fd output)
      throws IOException;

  /// How a process that was started by [#spawn] ended; empty while it runs. Never waits, and
  /// answers once: then the process id is free.
  Optional<ExitStatus> exitStatus(int pid) throws IOException;

  /// Sends a signal.
  ///
  /// @param pid a process, or the negative of a process group; 0 and -1 are refused
  void kill(int pid, int signal) throws IOException;

  /// A handle of a process, which no later one with the same number can take over.
  ///
  /// @return empty where the kernel has none
  /// @throws PosixException `ESRCH` if there is no such process
  Optional<Fd> openProcess(int pid) throws IOException;

  /// Sends a signal to the process of a handle.
  void signal(Fd process, int signal) throws IOException;

  /// Sends one message to a datagram socket.
  ///
  /// @param address a path, or `@name` in the abstract namespace
  void sendDatagram(String address, byte[] message) throws IOException;

  /// Creates a stream socket with this name, and lets processes of this host connect to it.
  ///
  /// @param mode of the name: who may write to it may connect
  /// @param group of the name; empty leaves it to the directory
  /// @throws PosixException `EADDRINUSE` if the name is taken
  Listener listen(Fd directory, Path name, int mode, OptionalInt group) throws IOException;

  /// Connects to the process that listens on a socket.
  ///
  /// @throws PosixException `ENOENT` or `ECONNREFUSED` if none does
  Connection connect(Path socket) throws IOException;

  /// The user id of a name, empty if there is none.
  OptionalInt userId(String name) throws IOException;

  /// The group id of a name, empty if there is none.
  OptionalInt groupId(String name) throws IOException;

  /// The same calls with an account's permissions instead of root's: for directories that other
  /// users can write, where root could be led to files that are not theirs. Each call fails with
  /// [NoSuchAccountException] while the host does not know the account, and with `EPERM` where the
  /// process may not act as it. Only access to files changes, not what signals need.
  Posix actingAs(Account account);

  /// The effective user id of this process, or of the account that it acts as.
  ///
  /// @throws IllegalStateException if the host does not know that account
  int effectiveUser();

  /// Opens an inotify instance.
  ///
  /// @throws PosixException `EMFILE` when all instances, or all open files, that this process may
  ///   have are in use; `ENOSYS` where the C library or the kernel has no inotify
  Inotify inotify() throws IOException;

  /// Starts to follow what is mounted.
  ///
  /// @throws java.nio.file.NoSuchFileException where there is no `/proc`
  MountChanges mountChanges() throws IOException;

  /// How long ago the host was booted, with the time that it slept. Nobody can set it.
  Duration uptime() throws IOException;

  /// Whether the kernel says that the host's clock is synchronized; false also where it does not
  /// say.
  boolean isClockSynchronized();

  /// Gives the calling thread the lowest CPU and I/O priority.
  void lowPriority() throws IOException;
}
