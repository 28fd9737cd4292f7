/// What a package exports so that `runner build --with` can put it into a program: a type that registers the package's
/// stages, methods, kinds and families of models.
///
///     public enum IllusionsPlugin: PipelinePlugin {
///       public static func register(in registry: inout Registry) throws { try registry.register([Posterize.self]) }
///     }
public protocol PipelinePlugin {
  /// Registers what the package adds. Throws where a name is taken.
  static func register(in registry: inout Registry) throws
}
