package cn.huitouke.benchmarks;

/**
 * One phase of one contender in one round.
 *
 * @param round from 1
 * @param cpu seconds spent meanwhile
 * @param seconds how long it took by the clock
 */
record Measurement(String contender, int round, Score score, CpuClock.Reading cpu, double seconds) {

  double serverMicros() {
    return cpu.server() * 1e6 / Math.max(1, score.answers());
  }

  double storeMicros() {
    return cpu.stores() * 1e6 / Math.max(1, score.answers());
  }
}
