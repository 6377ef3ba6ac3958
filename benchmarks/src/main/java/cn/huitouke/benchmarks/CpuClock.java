package cn.huitouke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Processor time from /proc: of a process with its children, and of whatever else works on a data
 * folder (a PostgreSQL detaches itself from the process that started it). Linux only.
 */
final class CpuClock {

  private static final Path PROC = Path.of("/proc");
  private static final double TICKS_PER_SECOND = 100;

  /** Seconds. {@code machine} is everything that ran, {@code stores} only databases. */
  record Reading(double server, double stores, double machine) {

    Reading since(Reading before) {
      return new Reading(server - before.server, stores - before.stores, machine - before.machine);
    }
  }

  private CpuClock() {}

  static Reading read(ProcessHandle server, Path data) {
    Set<Long> stores = new HashSet<>();
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != server.pid() && worksOn(process.pid(), data))
        .forEach(process -> addTree(process, stores));
    server.descendants().forEach(process -> stores.add(process.pid()));
    stores.remove(server.pid());
    return new Reading(
        seconds(server.pid()), stores.stream().mapToDouble(CpuClock::seconds).sum(), machine());
  }

  private static void addTree(ProcessHandle process, Set<Long> pids) {
    pids.add(process.pid());
    process.descendants().forEach(child -> pids.add(child.pid()));
  }

  private static boolean worksOn(long pid, Path data) {
    Path process = PROC.resolve(Long.toString(pid));
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).startsWith(data);
    } catch (IOException _) {
      return false;
    }
  }

  /** Own time and that of children which have ended. */
  private static double seconds(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return ticks(fields, 11) + ticks(fields, 12) + ticks(fields, 13) + ticks(fields, 14);
    } catch (IOException _) {
      return 0;
    }
  }

  private static double machine() {
    try {
      List<String> lines = Files.readAllLines(PROC.resolve("stat"));
      String[] fields = lines.getFirst().strip().split(" +");
      double busy = 0;
      for (int i : new int[] {1, 2, 3, 6, 7}) {
        busy += ticks(fields, i);
      }
      return busy;
    } catch (IOException _) {
      return 0;
    }
  }

  private static double ticks(String[] fields, int index) {
    return Long.parseLong(fields[index]) / TICKS_PER_SECOND;
  }
}
