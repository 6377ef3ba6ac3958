package cn.huitouke.benchmarks;

/**
 * One official account as both ends of the wire know it.
 *
 * @param aesKey 43 characters, as the platform shows it
 */
record Account(String token, String aesKey, String appId, String originalId) {

  static final Account EXAMPLE =
      new Account(
          "benchmarktoken",
          "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
          "wxbe9c4ma7c0000001",
          "gh_benchmark0001");
}
