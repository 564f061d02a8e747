using System.Globalization;
using System.Resources;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers;

/// <summary>A text of a rule: the English literal that stands in the rule, or the translation that a satellite assembly has for it.</summary>
internal sealed class RuleText(string key, string english) : LocalizableString
{
    private static readonly ResourceManager Translations = new("ConcurrencyAnalyzers.Strings", typeof(RuleText).Assembly);

    public string Key { get; } = key;

    public string English { get; } = english;

    /// <summary>The text with its placeholders filled in; it can be a text of this kind again.</summary>
    public LocalizableString With(params object[] arguments) => new Filled(this, arguments);

    protected override string GetText(IFormatProvider? formatProvider) =>
        Translations.GetString(Key, formatProvider as CultureInfo) ?? English;

    protected override int GetHash() => Key.GetHashCode();

    protected override bool AreEqual(object? other) => other is RuleText text && text.Key == Key && text.English == English;

    private sealed class Filled(RuleText text, object[] arguments) : LocalizableString
    {
        protected override string GetText(IFormatProvider? formatProvider) => string.Format(formatProvider, text.ToString(formatProvider), arguments);

        protected override int GetHash() => text.GetHashCode();

        protected override bool AreEqual(object? other) => other is Filled filled && filled.Text.Equals(text) && filled.Arguments.SequenceEqual(arguments);

        private RuleText Text => text;

        private object[] Arguments => arguments;
    }
}
