import Basics
import Tensors
import Testing

@Suite struct ExactNameTests {
  @Test func bytesDecide() {
    let (one, two) = ("\u{fc}", "u\u{308}")
    #expect(one == two, "Swift's texts are equal")
    #expect(ExactName(one) != ExactName(two) && !one.isExactly(two) && one.isExactly("\u{fc}"))
    #expect(Set([one, two, one].map(ExactName.init)).count == 2)
    let numbers = [ExactName(one): 1, ExactName(two): 2]
    #expect(numbers[ExactName("u\u{308}")] == 2 && numbers[ExactName("\u{fc}")] == 1 && numbers[ExactName("u")] == nil)
  }
}
