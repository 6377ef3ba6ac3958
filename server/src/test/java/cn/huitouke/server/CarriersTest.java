package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CarriersTest {

  private static final CountDownLatch ENTERED = new CountDownLatch(1);
  private static final CountDownLatch GONE_ON = new CountDownLatch(1);

  /** Whoever initializes it keeps its carrier, and so does whoever waits for that. */
  private static final class Stubborn {
    static final boolean READY;

    static {
      ENTERED.countDown();
      try {
        READY = GONE_ON.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void whenEveryCarrierIsKeptThereIsOneMore() throws InterruptedException {
    Carriers carriers = new Carriers(Duration.ofMillis(50), Duration.ofMillis(200));
    carriers.start();
    try {
      List<Thread> stuck = new ArrayList<>();
      for (int i = 0; i < Runtime.getRuntime().availableProcessors() + 2; i++) {
        stuck.add(Thread.ofVirtual().start(() -> assertThat(Stubborn.READY).isTrue()));
      }
      assertThat(ENTERED.await(30, TimeUnit.SECONDS)).isTrue();
      Thread.ofVirtual().start(GONE_ON::countDown);
      assertThat(GONE_ON.await(30, TimeUnit.SECONDS)).as("the one who frees them ran").isTrue();
      for (Thread thread : stuck) {
        thread.join();
      }
    } finally {
      carriers.stop();
    }
  }
}
