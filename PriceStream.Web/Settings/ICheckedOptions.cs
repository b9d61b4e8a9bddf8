namespace PriceStream.Web.Settings;

/// <summary>Options with a rule that no attribute can express, such as one between two settings.</summary>
public interface ICheckedOptions
{
    /// <summary>Called once the record is bound. Reports what is wrong with <see cref="SettingsReader.Reject"/>.</summary>
    void Check(SettingsReader settings);
}
