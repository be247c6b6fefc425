"""The room's acts in words, for the log. The values of most may tell scores; the auditor is not shown those."""

from django.utils.translation import gettext_lazy as _

from organization.audit_actions import register_acts

register_acts(
    {
        "scheme.install": _("installed a scheme"),
        "scheme.adopt": _("took a scheme into use"),
        "draft.start": _("began a draft of a scheme"),
        "draft.import": _("made a draft of a scheme from a file"),
        "draft.save": _("saved a draft of a scheme"),
        "draft.discard": _("discarded a draft of a scheme"),
        "draft.restore": _("took a discarded draft up again"),
        "draft.accept_warning": _("accepted a warning about a draft"),
        "draft.withdraw_acceptance": _("withdrew the acceptance of a warning"),
        "period.open": _("opened a period"),
        "period.hand_in": _("handed a department in"),
        "period.withdraw_hand_in": _("withdrew a hand-in"),
        "period.submit": _("submitted a period"),
        "period.unsubmit": _("took a submission back"),
        "period.close": _("closed a period"),
        "period.review": _("finished the review"),
        "period.resume_review": _("resumed the review"),
        "period.publish": _("published a period"),
        "period.finalise": _("made a period final"),
        "period.reopen": _("reopened a period"),
        "period.verify": _("recomputed a period"),
        "period.verification_failed": _("found a difference when recomputing a period"),
        "entry.record": _("recorded an entry"),
        "entry.reverse": _("reversed an entry"),
        "entry.import": _("imported entries"),
        "proposal.make": _("proposed an entry"),
        "proposal.change": _("changed a proposed entry"),
        "proposal.withdraw": _("took a proposed entry back"),
        "proposal.recall": _("reported that a confirmed entry no longer holds"),
        "proposal.confirm": _("confirmed a proposed entry"),
        "proposal.dismiss": _("did not confirm a proposed entry"),
        "proposal.keep": _("kept an entry that its room had taken back"),
        "evidence.read": _("opened an evidence file"),
        "ratings.assign": _("assigned a rating"),
        "ratings.remove": _("removed a rating"),
        "ratings.hand_in": _("handed scores in"),
        "ratings.withdraw": _("withdrew scores"),
        "result.acknowledge": _("signed for a result"),
        "decision.sign": _("signed a decision"),
        "decision.revoke": _("revoked a decision"),
        "draft.try": _("tried a draft out"),
        "draft.propose": _("proposed a draft for publication"),
        "draft.take_back": _("took a proposal back"),
        "draft.return": _("returned a draft"),
        "draft.publish": _("published a scheme"),
        "scheme.end": _("ended the validity of a scheme"),
        "appeal.file": _("filed an appeal"),
        "appeal.take_up": _("took an appeal up"),
        "appeal.assign": _("gave an appeal to somebody else"),
        "appeal.reject": _("answered an appeal: not upheld"),
        "appeal.uphold": _("answered an appeal: upheld"),
        "appeal.withdraw": _("withdrew an appeal"),
        "appeal.read_file": _("opened a file of an appeal"),
        "appeal.export": _("exported the register of appeals"),
    }
)

# None tells a score: which sheet or form of which close, how many people; of a token nothing.
register_acts(
    {
        "export": _("exported or printed"),  # written by earlier versions for both
        "export.file": _("exported a file"),
        "export.form": _("printed assessment forms"),
        "token.create": _("made a token for the interface"),
        "token.revoke": _("revoked the token for the interface"),
    },
    values=True,
)
