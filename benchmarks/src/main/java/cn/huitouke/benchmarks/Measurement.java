package cn.huitouke.benchmarks;

/**
 * One phase of one contender in one round.
 *
 * @param round from 1
 * @param cpu seconds spent meanwhile
 * @param foreign the part of one core that other programs took meanwhile
 */
record Measurement(String contender, int round, Score score, CpuClock.Reading cpu, double foreign) {

  double serverMicros() {
    return cpu.server() * 1e6 / Math.max(1, score.answers());
  }

  double storeMicros() {
    return cpu.stores() * 1e6 / Math.max(1, score.answers());
  }
}
