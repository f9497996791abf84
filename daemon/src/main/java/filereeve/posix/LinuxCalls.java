package filereeve.posix;

/// A part of [LinuxPosix]: one family of system calls.
interface LinuxCalls extends Posix {
  Libc libc();
}
