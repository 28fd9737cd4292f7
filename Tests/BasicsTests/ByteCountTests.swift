import Basics
import Testing

@Suite struct ByteCountTests {
  @Test(arguments: [
    (0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (1500, "1.5 kB"), (16_629, "16.6 kB"), (999_600, "1 MB"),
    (8_000_000_000, "8 GB"), (1_158_160_000, "1.16 GB"), (123_456_789_000_000, "123 TB"),
  ])
  func text(_ bytes: Int, _ text: String) {
    #expect(ByteCount.text(bytes) == text)
  }

  @Test(arguments: [
    ("8GB", 8_000_000_000), ("8G", 8_000_000_000), ("8gb", 8_000_000_000), ("500 MB", 500_000_000), ("1.5k", 1500),
    ("2GiB", 1 << 31), ("4096", 4096), ("10b", 10), ("1TB", 1_000_000_000_000), ("0.5TiB", 1 << 39),
  ])
  func parse(_ text: String, _ bytes: Int) {
    #expect(ByteCount.parse(text) == bytes)
  }

  @Test(arguments: [
    "", "GB", "0", "-1GB", "8XB", "8GBB", "8 G B", "ib", "1ib", "1e30", "nan", "inf", "99999999999TB", "1.2.3k",
    "8,5GB",
  ])
  func refused(_ text: String) {
    #expect(ByteCount.parse(text) == nil)
  }
}
