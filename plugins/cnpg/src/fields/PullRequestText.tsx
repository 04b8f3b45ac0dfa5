import { MarkdownContent } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Typography from '@material-ui/core/Typography';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { cnpgTranslationRef } from '../translation';

/** What reviewers will read. */
export const PullRequestText = ({
  text,
  expanded,
}: {
  text: string;
  expanded: boolean;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  return (
    <Accordion
      defaultExpanded={expanded}
      TransitionProps={{ unmountOnExit: true }}
    >
      <AccordionSummary expandIcon={<ExpandMoreIcon />}>
        <Typography>{t('fields.preview.text')}</Typography>
      </AccordionSummary>
      <AccordionDetails style={{ display: 'block' }}>
        <MarkdownContent content={text} dialect="gfm" />
      </AccordionDetails>
    </Accordion>
  );
};
